/// transcript-service: what is true of a call. Start here.
///
/// A webhook arrives at [dev.liveline.transcript.vapi] and becomes a fact; [dev.liveline.transcript.Calls], the one joint, reduces it with
/// the pure [dev.liveline.transcript.call] and commits with [dev.liveline.transcript.redis]; [dev.liveline.transcript.api] and
/// [dev.liveline.transcript.export] show calls and transcripts. Beside them [dev.liveline.transcript.routing] (what call-router tells),
/// [dev.liveline.transcript.tool] (answers to tool calls), [dev.liveline.transcript.ingest] (clients that push transcripts) and
/// [dev.liveline.transcript.report] (reports of ended calls to others). docs/transcript-service.md tells the same as prose.
@NullMarked
package dev.liveline.transcript;

import org.jspecify.annotations.NullMarked;
