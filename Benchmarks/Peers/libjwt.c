// libjwt KEY TOKENS: tokens a second that libjwt decodes and verifies.
#include <jwt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

int main(int count, char **arguments) {
    static unsigned char key[10000];
    static char line[200000];
    FILE *file = count == 3 ? fopen(arguments[1], "rb") : NULL;
    if (!file) return 64;
    size_t length = fread(key, 1, sizeof key - 1, file);
    fclose(file);
    file = fopen(arguments[2], "r");
    if (!file) return 66;
    struct timespec start, end;
    long tokens = 0;
    clock_gettime(CLOCK_MONOTONIC, &start);
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = 0;
        jwt_t *token = NULL;
        if (jwt_decode(&token, line, key, (int)length + 1) != 0 || jwt_get_alg(token) != JWT_ALG_RS256) return 1;
        jwt_free(token);
        tokens++;
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    printf("%.0f\n", tokens / ((end.tv_sec - start.tv_sec) + (end.tv_nsec - start.tv_nsec) / 1e9));
    return 0;
}
