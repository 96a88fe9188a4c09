/** Points of the unit cube, told apart by their coordinates. */

/** A set of points; equal coordinates are the same point. */
export class PointSet {
  private readonly keys = new Set<string>()

  constructor(points: Iterable<Float64Array> = []) {
    for (const point of points) this.add(point)
  }

  add(point: Float64Array): void {
    this.keys.add(point.join(" "))
  }

  has(point: Float64Array): boolean {
    return this.keys.has(point.join(" "))
  }
}
