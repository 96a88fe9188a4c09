/* Serves the nested ifs that nested-source.ts wrote: nested <rows file> <number of features>. */
#include "server.h"

enum { BATCH = 2048 };
float predict_row(const float *x);
static float *rows;
static int num_features;
static volatile float sink;

static void run(long calls) {
  for (long call = 0; call < calls; call++)
    for (int i = 0; i < BATCH; i++) sink = predict_row(rows + (long)i * num_features);
}

static void answers(float *out) {
  for (int i = 0; i < BATCH; i++) out[i] = predict_row(rows + (long)i * num_features);
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  num_features = atoi(argv[2]);
  rows = read_file("", argv[1], 0);
  const struct candidate candidates[] = {{"nested_c.batch", BATCH, BATCH, run, answers}};
  return serve("C, nested ifs, gcc " __VERSION__ " -O2", "", candidates, 1);
}
