#include "re2_calls.h"

#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <new>
#include <string>
#include <vector>

namespace {

/* Of one expression: its program and what it remembers while it looks. */
constexpr int64_t most_memory = 1 << 20;
/* Of all together: what they remember starts anew when it is used up. */
constexpr int64_t most_memory_of_all = 32 << 20;

RE2::Options options(int64_t memory) {
    RE2::Options options;
    options.set_case_sensitive(false);
    options.set_log_errors(false);
    options.set_max_mem(memory);
    return options;
}

void put(const std::string &reason, char *into, size_t room) {
    if (room == 0) return;
    size_t length = std::min(reason.size(), room - 1);
    std::memcpy(into, reason.data(), length);
    into[length] = 0;
}

}  // namespace

struct re2_calls_set {
    RE2::Set all{options(most_memory_of_all), RE2::UNANCHORED};
    std::vector<std::unique_ptr<RE2>> single;
    bool is_compiled = false;
};

re2_calls_set *re2_calls_new(void) {
    try {
        return new re2_calls_set;
    } catch (...) {
        return nullptr;
    }
}

void re2_calls_free(re2_calls_set *set) { delete set; }

bool re2_calls_add(re2_calls_set *set, const char *pattern, size_t length, char *reason, size_t room) {
    try {
        re2::StringPiece piece(pattern, length);
        auto single = std::make_unique<RE2>(piece, options(most_memory));
        std::string error = single->error();
        if (single->ok() && set->all.Add(piece, &error) >= 0) {
            set->single.push_back(std::move(single));
            return true;
        }
        put(error, reason, room);
    } catch (...) {
        put("there is no memory for it", reason, room);
    }
    return false;
}

bool re2_calls_compile(re2_calls_set *set) {
    try {
        set->is_compiled = set->all.Compile();
    } catch (...) {
        set->is_compiled = false;
    }
    return set->is_compiled;
}

size_t re2_calls_which(const re2_calls_set *set, const char *text, size_t length, int *numbers, size_t room) {
    size_t count = 0;
    try {
        re2::StringPiece piece(text, length);
        RE2::Set::ErrorInfo trouble{};
        if (set->is_compiled) {
            /* Made once for each thread, not for each text. */
            thread_local std::vector<int> found;
            found.clear();
            if (!set->all.Match(piece, &found, &trouble) && trouble.kind == RE2::Set::kNoError) return 0;
            if (trouble.kind == RE2::Set::kNoError) {
                std::sort(found.begin(), found.end());
                count = std::min(found.size(), room);
                std::copy_n(found.begin(), count, numbers);
                return count;
            }
        }
        /* Together they need more memory than they may have: one by one. */
        for (size_t number = 0; number < set->single.size() && count < room; number++)
            if (RE2::PartialMatch(piece, *set->single[number])) numbers[count++] = (int)number;
    } catch (...) {
    }
    return count;
}

bool re2_calls_find(
    const re2_calls_set *set, int number, const char *text, size_t length, size_t from, size_t to, size_t *start, size_t *end) {
    if (number < 0 || (size_t)number >= set->single.size() || from > to || to > length) return false;
    re2::StringPiece piece(text, length), found;
    try {
        if (!set->single[number]->Match(piece, from, to, RE2::UNANCHORED, &found, 1)) return false;
    } catch (...) {
        return false;
    }
    *start = (size_t)(found.data() - text);
    *end = *start + found.size();
    return true;
}

size_t re2_calls_size(const re2_calls_set *set) {
    size_t size = sizeof *set;
    /* Twice: a program forwards, one backwards; an instruction has 16 bytes. In the set it is there once more. */
    for (const auto &single : set->single) size += sizeof(RE2) + single->pattern().size() + (size_t)single->ProgramSize() * 48;
    return size;
}
