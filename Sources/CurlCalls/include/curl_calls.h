#pragma once
#include <stdbool.h>
#include <stddef.h>

/* What makes calls, one at a time, and keeps its connections open between them. */
typedef struct curl_calls_line curl_calls_line;

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
    /* Filled by curl_calls_add_header, NULL and false before. */
    void *headers;
    bool lacks_header;
} curl_calls_question;

typedef struct {
    /* NULL: `status` and the bytes are an answer. Otherwise why there is none; a constant, nobody's to free. */
    const char *trouble;
    long status;
    /* Given back by curl_calls_free. */
    char *bytes;
    size_t length;
} curl_calls_answer;

/* NULL when there is no memory for one. */
curl_calls_line *curl_calls_open(void);
void curl_calls_close(curl_calls_line *line);

/* Adds "Name: value". Without memory for it there will be no call. */
void curl_calls_add_header(curl_calls_question *question, const char *header);

/* Blocks until the answer is there or the time is over. On as many threads as there are lines. Takes the question's headers. */
void curl_calls_post(curl_calls_line *line, curl_calls_question *question, curl_calls_answer *answer);
void curl_calls_free(curl_calls_answer *answer);
