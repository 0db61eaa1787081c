/// The only writer of a call's keys: one conditional commit, and the reads that belong to it. Start at
/// [dev.liveline.transcript.redis.CommitLine] and at the script `commit.lua`.
@NullMarked
package dev.liveline.transcript.redis;

import org.jspecify.annotations.NullMarked;
