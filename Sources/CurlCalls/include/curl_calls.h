#pragma once
#include <stddef.h>

/* One POST of JSON. Texts end in a zero byte. */
typedef struct {
    const char *url;
    const char *body;
    size_t body_length;
    /* PEM file of the authorities to trust instead of the system's; NULL for those. */
    const char *ca_file;
    /* For everything together: looking the name up, connecting, sending, receiving. */
    long timeout_ms;
    /* A longer answer is a failure. */
    size_t most_bytes;
} curl_calls_question;

typedef struct {
    /* NULL: `status` and the bytes are an answer. Otherwise why there is none; a constant, nobody's to free. */
    const char *trouble;
    long status;
    /* Given back by curl_calls_free. */
    char *bytes;
    size_t length;
} curl_calls_answer;

/* Blocks until the answer is there or the time is over. May be called on several threads. */
void curl_calls_post(const curl_calls_question *question, curl_calls_answer *answer);
void curl_calls_free(curl_calls_answer *answer);
