package dev.liveline.events;

import org.jspecify.annotations.Nullable;

/// What every event of a call carries.
///
/// @param callId Vapi's call id; for a call that never reached Vapi its Twilio CallSid; for `/ingest` the session id
/// @param epoch  one unbroken history of the call; another epoch means that history was lost and began anew
/// @param seq    from 1, one more for each event of the call within its epoch
/// @param at     when it was committed, epoch milliseconds
/// @param vapiAt the platform's own time of the message, epoch milliseconds, where it gave one
public record Envelope(String callId, String epoch, long seq, long at, @Nullable Long vapiAt) {}
