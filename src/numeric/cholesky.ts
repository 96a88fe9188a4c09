/**
 * Symmetric positive definite systems by their Cholesky factor, in float64: Golub and Van Loan, "Matrix
 * Computations", 4.2. Only +, -, ×, / and roots: the same bits on every engine.
 */

/**
 * Factors a matrix A = L Lᵀ in place.
 *
 * @param matrix n × n values, row by row; the lower triangle is read, and becomes L
 * @param n rows
 * @returns false where the matrix is not positive definite, in float64; it is left half done then
 */
export function factor(matrix: Float64Array, n: number): boolean {
  for (let i = 0; i < n; i++) {
    for (let k = 0; k <= i; k++) {
      let sum = matrix[i * n + k]
      for (let j = 0; j < k; j++) sum -= matrix[i * n + j] * matrix[k * n + j]
      if (k < i) matrix[i * n + k] = sum / matrix[k * n + k]
      else if (sum > 0) matrix[i * n + i] = Math.sqrt(sum)
      else return false
    }
  }
  return true
}

/**
 * Solves L x = b in place.
 *
 * @param lower what `factor` left, n × n
 * @param b the right side, which becomes x; its length is n
 */
export function solveLower(lower: Float64Array, b: Float64Array): void {
  const n = b.length
  for (let i = 0; i < n; i++) {
    let sum = b[i]
    for (let k = 0; k < i; k++) sum -= lower[i * n + k] * b[k]
    b[i] = sum / lower[i * n + i]
  }
}

/**
 * Solves Lᵀ x = b in place.
 *
 * @param lower what `factor` left, n × n
 * @param b the right side, which becomes x; its length is n
 */
export function solveUpper(lower: Float64Array, b: Float64Array): void {
  const n = b.length
  for (let i = n - 1; i >= 0; i--) {
    let sum = b[i]
    for (let k = i + 1; k < n; k++) sum -= lower[k * n + i] * b[k]
    b[i] = sum / lower[i * n + i]
  }
}

/**
 * The inverse of A = L Lᵀ.
 *
 * @param lower what `factor` left, n × n
 * @returns n × n values, symmetric
 */
export function inverse(lower: Float64Array, n: number): Float64Array {
  const result = new Float64Array(n * n)
  const column = new Float64Array(n)
  for (let k = 0; k < n; k++) {
    column.fill(0)
    column[k] = 1
    solveLower(lower, column)
    solveUpper(lower, column)
    result.set(column, k * n)
  }
  return result
}
