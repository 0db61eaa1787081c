package dev.liveline.router.bridge.media;

/// What happened to a call's audio since this was last asked.
///
/// @param callerFrames     the caller's frames that came in
/// @param lost             the caller's frames that never came
/// @param late             that came after their turn
/// @param duplicated       that came twice
/// @param filled           frames of silence that went to the assistant in place of the caller's
/// @param callerPushedOut  the caller's frames lost here, because the assistant's side took nothing for too long
/// @param assistantFrames  the assistant's frames that went to the caller
/// @param skipped          pieces of the assistant's silence left out to catch up
/// @param assistantPushedOut the assistant's frames lost here, because too many came ahead of time
/// @param cut              the assistant's pieces of audio that were kept from the caller after a barge-in
/// @param falseBargeIns    barge-ins that turned out to be none
/// @param staleEchoes      echoes of marks that proved nothing
/// @param jitterMillis     of the caller's frames, by RFC 3550; a running estimate
/// @param latencyMillis    99 of 100 of the caller's frames waited here no longer than this
public record MediaQuality(long callerFrames, long lost, long late, long duplicated, long filled, long callerPushedOut,
        long assistantFrames, long skipped, long assistantPushedOut, long cut, long falseBargeIns, long staleEchoes,
        double jitterMillis,
        double latencyMillis) {

    /// Frames of either direction somebody should have heard and did not.
    public long lostFrames() {
        return lost + callerPushedOut + assistantPushedOut;
    }

    /// The counts from an earlier reading on; jitter and latency are this reading's.
    MediaQuality since(MediaQuality earlier) {
        return new MediaQuality(callerFrames - earlier.callerFrames, lost - earlier.lost, late - earlier.late,
                duplicated - earlier.duplicated, filled - earlier.filled, callerPushedOut - earlier.callerPushedOut,
                assistantFrames - earlier.assistantFrames, skipped - earlier.skipped,
                assistantPushedOut - earlier.assistantPushedOut,
                cut - earlier.cut, falseBargeIns - earlier.falseBargeIns, staleEchoes - earlier.staleEchoes, jitterMillis,
                latencyMillis);
    }
}
