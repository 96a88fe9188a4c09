/*
 * What the walk over a table of answers costs at best on this machine: the package's algorithm in C, for rows
 * without missing values. Several layouts, numbers of trees in flight and sizes of row blocks are tried at the
 * start, and the fastest is served.
 *
 *   limit <folder of limit-arrays.ts> <rows file> <number of features>
 */
#include <stdint.h>
#include "server.h"

enum { BATCH = 10000, BLOCK = 32, MAX_LANES = 16, KEPT = 128 };

/* Arrays go on after the last tree with one-leaf trees of -0, for the last trees in flight. */
static int num_trees, depth, bits, num_columns, num_splits, is_complete, table_size, num_features;
static float base;
static int32_t *features, *offsets, *words, *roots, *depths;
static float *thresholds, *word_values, *node_values, *rows;
static uint16_t *nodes;
static int32_t *tables, *kept, *ranks;
static int32_t *group_depths[MAX_LANES + 1];
static volatile float sink;

/* Rewrites the answers between the rank that a column had and the one it has now. */
static void answer(const float *row, int32_t *table, int32_t *rank) {
  for (int c = 0; c < num_columns; c++) {
    float value = row[features[c]];
    const float *first = thresholds + offsets[c];
    int count = offsets[c + 1] - offsets[c], low = 0;
    for (int left = count; left > 1;) {
      int half = left >> 1;
      low += -(first[low + half - 1] <= value) & half;
      left -= half;
    }
    low += first[low] <= value;
    int before = rank[c];
    int32_t *answers = table + offsets[c];
    for (int i = before; i < low; i++) answers[i] = 1;
    for (int i = low; i < before; i++) answers[i] = 0;
    rank[c] = low;
  }
}

#define LANES(L)                                                                                            \
  static float complete##L(const int32_t *answers, int tree, float sum) {                                   \
    int k[L];                                                                                               \
    const uint16_t *trees = nodes + ((long)tree << depth);                                                  \
    const float *leaves = node_values + ((long)tree << depth) - (1 << depth);                               \
    for (int l = 0; l < L; l++) k[l] = 1;                                                                   \
    for (int d = 0; d < depth; d++)                                                                         \
      for (int l = 0; l < L; l++) k[l] = 2 * k[l] + answers[trees[(l << depth) + k[l]]];                    \
    for (int l = 0; l < L; l++) sum += leaves[(l << depth) + k[l]];                                         \
    return sum;                                                                                             \
  }                                                                                                         \
  static float deep##L(const int32_t *answers, int tree, float sum) {                                       \
    int32_t i[L];                                                                                           \
    const int32_t mask = (1 << bits) - 1;                                                                   \
    for (int l = 0; l < L; l++) i[l] = roots[tree + l];                                                     \
    for (int d = group_depths[L][tree / L]; d > 0; d--)                                                     \
      for (int l = 0; l < L; l++) {                                                                         \
        uint32_t word = words[i[l]];                                                                        \
        i[l] += (word & mask) + answers[word >> bits];                                                      \
      }                                                                                                     \
    for (int l = 0; l < L; l++) sum += word_values[i[l]];                                                   \
    return sum;                                                                                             \
  }
LANES(4)
LANES(8)
LANES(12)
LANES(16)

struct variant {
  const char *name;
  float (*walk)(const int32_t *answers, int tree, float sum);
  int lanes, block, complete;
};
static const struct variant variants[] = {
    {"complete trees, 4 in flight", complete4, 4, 1, 1},
    {"complete trees, 8 in flight", complete8, 8, 1, 1},
    {"complete trees, 12 in flight", complete12, 12, 1, 1},
    {"complete trees, 16 in flight", complete16, 16, 1, 1},
    {"complete trees, 8 in flight, blocks of 32 rows", complete8, 8, BLOCK, 1},
    {"complete trees, 12 in flight, blocks of 32 rows", complete12, 12, BLOCK, 1},
    {"words, 4 in flight", deep4, 4, 1, 0},
    {"words, 8 in flight", deep8, 8, 1, 0},
    {"words, 12 in flight", deep12, 12, 1, 0},
    {"words, 16 in flight", deep16, 16, 1, 0},
    {"words, 8 in flight, blocks of 32 rows", deep8, 8, BLOCK, 0},
    {"words, 12 in flight, blocks of 32 rows", deep12, 12, BLOCK, 0},
    {"words, 16 in flight, blocks of 32 rows", deep16, 16, BLOCK, 0},
};
enum { VARIANTS = sizeof variants / sizeof *variants };
static const struct variant *for_rows, *for_batches;

static void walk_rows(const struct variant *v, const int32_t *answers, int count, float *out) {
  for (int r = 0; r < count; r++) out[r] = base;
  for (int tree = 0; tree < num_trees; tree += v->lanes)
    for (int r = 0; r < count; r++) out[r] = v->walk(answers + (long)r * table_size, tree, out[r]);
}

static void answer_rows(const float *from, int count) {
  for (int r = 0; r < count; r++)
    answer(from + (long)r * num_features, tables + (long)r * table_size, ranks + (long)r * num_columns);
}

static void whole(const struct variant *v, int count, float *out) {
  for (int row = 0; row < count; row += v->block) {
    int in_block = count - row < v->block ? count - row : v->block;
    answer_rows(rows + (long)row * num_features, in_block);
    walk_rows(v, tables, in_block, out + row);
  }
}

static float results[BATCH];
static void run_batch(long calls) { while (calls-- > 0) whole(for_batches, BATCH, results); }
static void check_batch(float *out) { whole(for_batches, BATCH, out); }

static long at;
static void run_row(long calls) {
  for (; calls > 0; calls--) {
    at = (at + 1) % 2048;
    float one;
    answer_rows(rows + at * num_features, 1);
    walk_rows(for_rows, tables, 1, &one);
    sink = one;
  }
}
static void check_rows(float *out) {
  for (int row = 0; row < 2048; row++) {
    answer_rows(rows + (long)row * num_features, 1);
    walk_rows(for_rows, tables, 1, out + row);
  }
}

/* Walks alone: the answers of some rows were written before. */
static void run_walk(long calls) {
  for (; calls > 0; calls--)
    for (int row = 0; row < KEPT; row += for_batches->block)
      walk_rows(for_batches, kept + (long)row * table_size, for_batches->block, results);
}
static void check_walk(float *out) {
  for (int row = 0; row < KEPT; row++) walk_rows(for_batches, kept + (long)row * table_size, 1, out + row);
}

/* The fastest variant: the minimum of interleaved tries, since a disturbance only ever adds. */
static const struct variant *fastest(int only_single) {
  double best[VARIANTS];
  for (int i = 0; i < VARIANTS; i++) best[i] = 1e300;
  for (int try = 0; try < 12; try++)
    for (int i = 0; i < VARIANTS; i++) {
      const struct variant *v = variants + i;
      if ((v->complete && !is_complete) || (only_single && v->block > 1)) continue;
      double start = cpu_nanoseconds();
      whole(v, 512, results);
      double cost = cpu_nanoseconds() - start;
      if (cost < best[i]) best[i] = cost;
    }
  int least = 0;
  for (int i = 1; i < VARIANTS; i++) if (best[i] < best[least]) least = i;
  return variants + least;
}

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  const int32_t *head = read_file(argv[1], "head", 0);
  num_trees = head[0], depth = head[1], bits = head[2], num_columns = head[3], num_splits = head[4];
  is_complete = head[5];
  memcpy(&base, head + 6, sizeof base);
  features = read_file(argv[1], "features", 0);
  offsets = read_file(argv[1], "offsets", 0);
  thresholds = read_file(argv[1], "thresholds", 0);
  words = read_file(argv[1], "words", 0);
  word_values = read_file(argv[1], "word_values", 0);
  roots = read_file(argv[1], "roots", 0);
  depths = read_file(argv[1], "depths", 0);
  if (is_complete) {
    nodes = read_file(argv[1], "nodes", 0);
    node_values = read_file(argv[1], "node_values", 0);
  }
  rows = read_file("", argv[2], 0);
  num_features = atoi(argv[3]);
  /* One entry more than there are splits: leaves ask it, and it always answers 0. */
  table_size = (num_splits + 16) & ~15;
  tables = calloc((long)BLOCK * table_size, sizeof *tables);
  ranks = calloc((long)BLOCK * num_columns, sizeof *ranks);
  for (int lanes = 4; lanes <= MAX_LANES; lanes += 4) {
    group_depths[lanes] = calloc(num_trees / lanes + 1, sizeof(int32_t));
    for (int t = 0; t < num_trees; t++)
      if (depths[t] > group_depths[lanes][t / lanes]) group_depths[lanes][t / lanes] = depths[t];
  }
  for_rows = fastest(1);
  for_batches = fastest(0);
  kept = malloc((long)KEPT * table_size * sizeof *kept);
  for (int row = 0; row < KEPT; row += BLOCK) {
    answer_rows(rows + (long)row * num_features, BLOCK);
    memcpy(kept + (long)row * table_size, tables, (long)BLOCK * table_size * sizeof *kept);
  }
  char notes[512];
  snprintf(notes, sizeof notes, "\"limit.row\":\"%s\",\"limit.batch\":\"%s\",\"limit.walk\":\"%s\"",
           for_rows->name, for_batches->name, for_batches->name);
  const struct candidate candidates[] = {
      {"limit.row", 1, 2048, run_row, check_rows},
      {"limit.batch", BATCH, BATCH, run_batch, check_batch},
      {"limit.walk", KEPT, KEPT, run_walk, check_walk},
  };
  return serve("C, gcc " __VERSION__ " -O3 -march=native", notes, candidates, 3);
}
