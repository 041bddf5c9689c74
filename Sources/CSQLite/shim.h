#pragma once
#include <sqlite3.h>

/// SQLITE_TRANSIENT is a macro with a cast, which Swift does not import.
static inline int hearth_bind_blob(sqlite3_stmt *s, int i, const void *p, int n) {
    return sqlite3_bind_blob(s, i, p, n, SQLITE_TRANSIENT);
}
static inline int hearth_bind_text(sqlite3_stmt *s, int i, const char *p, int n) {
    return sqlite3_bind_text(s, i, p, n, SQLITE_TRANSIENT);
}
