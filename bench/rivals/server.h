/* The C side of the protocol of serve.ts: one command a line, one line of JSON back. */
#ifndef SERVER_H
#define SERVER_H
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct candidate {
  const char *id;
  /* Rows that one call answers. */
  long rows;
  /* Rows whose answers are compared. */
  long checked;
  void (*run)(long calls);
  void (*answers)(float *out);
};

static double cpu_nanoseconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}

/* A whole file; its length in bytes goes to *size. */
static void *read_file(const char *folder, const char *name, long *size) {
  char path[4096];
  snprintf(path, sizeof path, "%s%s%s", folder, *folder ? "/" : "", name);
  FILE *file = fopen(path, "rb");
  if (!file) { fprintf(stderr, "%s: cannot be opened\n", path); exit(1); }
  fseek(file, 0, SEEK_END);
  long length = ftell(file);
  rewind(file);
  void *bytes = aligned_alloc(64, (length + 127) & ~63L);
  if (fread(bytes, 1, length, file) != (size_t)length) { fprintf(stderr, "%s: cannot be read\n", path); exit(1); }
  fclose(file);
  if (size) *size = length;
  return bytes;
}

static int serve(const char *runtime, const char *notes, const struct candidate *candidates, int count) {
  printf("{\"runtime\":\"%s\",\"candidates\":[", runtime);
  for (int i = 0; i < count; i++)
    printf("%s{\"id\":\"%s\",\"rows\":%ld}", i ? "," : "", candidates[i].id, candidates[i].rows);
  printf("],\"dropped\":{},\"notes\":{%s}}\n", notes);
  fflush(stdout);
  char line[8192], command[16], id[64], argument[4096];
  while (fgets(line, sizeof line, stdin)) {
    if (sscanf(line, "%15s %63s %4095s", command, id, argument) != 3) return 1;
    const struct candidate *found = 0;
    for (int i = 0; i < count; i++) if (!strcmp(candidates[i].id, id)) found = candidates + i;
    if (!found) { fprintf(stderr, "no candidate %s\n", id); return 1; }
    if (!strcmp(command, "time")) {
      double start = cpu_nanoseconds();
      found->run(atol(argument));
      printf("{\"nanoseconds\":%.0f}\n", cpu_nanoseconds() - start);
    } else {
      float *out = calloc(found->checked, sizeof *out);
      found->answers(out);
      FILE *file = fopen(argument, "wb");
      if (!file || fwrite(out, sizeof *out, found->checked, file) != (size_t)found->checked) return 1;
      fclose(file);
      free(out);
      printf("{\"values\":%ld}\n", found->checked);
    }
    fflush(stdout);
  }
  return 0;
}
#endif
