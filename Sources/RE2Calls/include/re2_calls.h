#pragma once
#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Regular expressions of RE2, which takes time in proportion to the text and knows no others. */

typedef struct re2_calls_set re2_calls_set;

/* An empty one. NULL if there is no memory. */
re2_calls_set *re2_calls_new(void);
void re2_calls_free(re2_calls_set *set);

/* The next one gets the next number, from 0, where it can be one; otherwise why not goes into `reason`, ended by a zero byte. Small
   and capital letters are the same. */
bool re2_calls_add(re2_calls_set *set, const char *pattern, size_t length, char *reason, size_t room);
/* After the last one was added, once. False if there is no memory for looking for all of them together. */
bool re2_calls_compile(re2_calls_set *set);

/* Puts the numbers of those that find something anywhere into `numbers`, `room` at most, and gives how many there are. May be called
   on several threads, as the one below. */
size_t re2_calls_which(const re2_calls_set *set, const char *text, size_t length, int *numbers, size_t room);
/* Where one finds something from `from` on and before `to`; what stands outside of these counts for edges of words and lines. */
bool re2_calls_find(
    const re2_calls_set *set, int number, const char *text, size_t length, size_t from, size_t to, size_t *start, size_t *end);

/* About how many bytes they hold. */
size_t re2_calls_size(const re2_calls_set *set);

#ifdef __cplusplus
}
#endif
