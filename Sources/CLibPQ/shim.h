#pragma once
#include <libpq-fe.h>

/// PG_DIAG_SQLSTATE is a character constant, which Swift imports as another type.
static inline const char *hearth_sqlstate(const PGresult *result) {
    return PQresultErrorField(result, PG_DIAG_SQLSTATE);
}
