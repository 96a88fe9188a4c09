/** A small seeded generator for tests (sfc32 by Chris Doty-Humphrey): the same mutants on every machine. */
export class Random {
  private a: number
  private b = 0x9e3779b9
  private c = 0x243f6a88
  private counter = 1

  constructor(seed: number) {
    this.a = seed | 0
    for (let k = 0; k < 12; k++) this.bits()
  }

  /** 32 random bits. */
  bits(): number {
    const sum = (this.a + this.b + this.counter) | 0
    this.counter = (this.counter + 1) | 0
    this.a = this.b ^ (this.b >>> 9)
    this.b = (this.c + (this.c << 3)) | 0
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0
    return sum >>> 0
  }

  /** An integer in [0, end). */
  below(end: number): number {
    return Math.floor((this.bits() / 4294967296) * end)
  }

  chance(probability: number): boolean {
    return this.bits() < probability * 4294967296
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]
  }
}
