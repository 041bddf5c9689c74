#pragma once
#include <stdint.h>

/* What each Unicode scalar becomes when texts are compared with word lists. Constant data, made by scripts/fold-table. */

/* The low three bits of an entry. */
enum fold_class {
    /* Left out, wherever it stands. */
    FOLD_IGNORABLE = 0,
    /* Blanks, signs, pictures. */
    FOLD_SEPARATOR = 1,
    FOLD_LINE_BREAK = 2,
    /* A part of the letter before it. */
    FOLD_ATTACHED = 3,
    /* Letters and digits. */
    FOLD_LETTER = 4,
    /* Letters of scripts that are written without blanks between words. */
    FOLD_CJK = 5,
    /* A syllable, to be taken apart by calculation. */
    FOLD_HANGUL = 6,
    /* More than one scalar: what is above the low bits is an index into fold_several. */
    FOLD_SEVERAL = 7,
};

extern const uint16_t fold_pages[];
extern const int32_t fold_entries[];
/* A count, then so many scalars, each shifted by three bits with its class in them. */
extern const uint32_t fold_several[];

/* Class in the low three bits; above them, for all but FOLD_SEVERAL, what is added to the scalar. Up to U+10FFFF. */
static inline int32_t fold_entry(uint32_t scalar) { return fold_entries[((uint32_t)fold_pages[scalar >> 7] << 7) | (scalar & 127)]; }

static inline const uint32_t *fold_scalars(uint32_t index) { return fold_several + index; }
