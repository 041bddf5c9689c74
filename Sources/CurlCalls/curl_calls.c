#include "curl_calls.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    curl_calls_answer *answer;
    size_t most;
} sink;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static CURLcode ready = CURLE_FAILED_INIT;

static void start(void) { ready = curl_global_init(CURL_GLOBAL_DEFAULT); }

/* Taking less than all of it ends the transfer. */
static size_t take(char *bytes, size_t size, size_t count, void *context) {
    sink *into = context;
    size_t length = size * count;
    if (length > into->most - into->answer->length) return 0;
    memcpy(into->answer->bytes + into->answer->length, bytes, length);
    into->answer->length += length;
    return length;
}

static CURLcode set_up(CURL *curl, const curl_calls_question *question, sink *into) {
    CURLcode code = CURLE_OK;
#define SET(option, value) do { if (code == CURLE_OK) code = curl_easy_setopt(curl, option, value); } while (0)
    SET(CURLOPT_URL, question->url);
    SET(CURLOPT_PROTOCOLS_STR, "http,https");
    SET(CURLOPT_FOLLOWLOCATION, 0L);
    /* None, whatever the environment says. */
    SET(CURLOPT_PROXY, "");
    SET(CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    SET(CURLOPT_SSL_VERIFYPEER, 1L);
    SET(CURLOPT_SSL_VERIFYHOST, 2L);
    SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (question->ca_file) {
        SET(CURLOPT_CAINFO, question->ca_file);
        SET(CURLOPT_CAPATH, NULL);
    }
    /* Signals would hit whatever thread. */
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_TIMEOUT_MS, question->timeout_ms);
    /* A name server that is slow must not hold this thread after the time is over. */
    SET(CURLOPT_QUICK_EXIT, 1L);
    SET(CURLOPT_HTTPHEADER, (struct curl_slist *)question->headers);
    SET(CURLOPT_USERAGENT, "hearth");
    SET(CURLOPT_POSTFIELDS, question->body ? question->body : "");
    SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)question->body_length);
    SET(CURLOPT_WRITEFUNCTION, take);
    SET(CURLOPT_WRITEDATA, into);
#undef SET
    return code;
}

void curl_calls_add_header(curl_calls_question *question, const char *header) {
    struct curl_slist *headers = curl_slist_append(question->headers, header);
    if (headers) question->headers = headers;
    else question->lacks_header = true;
}

static CURLcode perform(CURL *curl, curl_calls_question *question, curl_calls_answer *answer) {
    sink into = {answer, question->most_bytes};
    curl_calls_add_header(question, "Content-Type: application/json");
    curl_calls_add_header(question, "Accept: application/json");
    /* Without this libcurl waits for a go-ahead before larger bodies. */
    curl_calls_add_header(question, "Expect:");
    CURLcode code = question->lacks_header ? CURLE_OUT_OF_MEMORY : set_up(curl, question, &into);
    if (code == CURLE_OK) code = curl_easy_perform(curl);
    if (code == CURLE_OK) code = curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer->status);
    return code;
}

curl_calls_line *curl_calls_open(void) {
    pthread_once(&once, start);
    return ready == CURLE_OK ? (curl_calls_line *)curl_easy_init() : NULL;
}

void curl_calls_close(curl_calls_line *line) { curl_easy_cleanup((CURL *)line); }

void curl_calls_post(curl_calls_line *line, curl_calls_question *question, curl_calls_answer *answer) {
    CURL *curl = (CURL *)line;
    memset(answer, 0, sizeof *answer);
    answer->bytes = malloc(question->most_bytes + 1);
    CURLcode code = answer->bytes ? perform(curl, question, answer) : CURLE_OUT_OF_MEMORY;
    /* Options go, connections stay. */
    curl_easy_reset(curl);
    curl_slist_free_all(question->headers);
    question->headers = NULL;
    if (code != CURLE_OK) answer->trouble = curl_easy_strerror(code);
}

void curl_calls_free(curl_calls_answer *answer) {
    free(answer->bytes);
    answer->bytes = NULL;
    answer->length = 0;
}
