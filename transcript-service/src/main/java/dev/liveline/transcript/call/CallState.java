package dev.liveline.transcript.call;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.liveline.events.Speaker;

/// All that is known of one call, at one version. Immutable; [CallReducer] makes the next one.
///
/// **Epochs.** An epoch is one unbroken history of a call: it is chosen when the call's state is first made and stays as long as Redis
/// remembers what was committed. When Redis forgot writes (a failover to a lagging replica, a lost key), whoever notices continues the call
/// under a new epoch ([#continuedAs], [#begunAnewAs]), so that no viewer takes the new history for the continuation of what it saw.
///
/// @param version    rises by one a commit; 0 if nothing was committed yet
/// @param seq        of the newest event; 0 before the first
/// @param life       null until the call is opened by its first fact
/// @param utterances number of utterances so far
/// @param bargeIns   number of barge-ins so far
/// @param bargedInAt time of the newest, epoch milliseconds; [Long#MIN_VALUE] before the first
/// @param plan       what the assistant last set out to say
/// @param transcribed whether the platform sends transcripts of the assistant on this call
/// @param settled    ids of tool calls and commands whose outcome is already an event, oldest first
public record CallState(String callId, String epoch, long version, long seq, Identity identity, @Nullable Life life,
        Track caller,
        Track assistant, Track agent, int utterances, FinalMarks finals, int bargeIns, long bargedInAt,
        @Nullable SpokenPlan plan,
        boolean transcribed, List<String> settled, Quality quality, long lastEventAt) {

    /// Tool calls and commands whose outcome is remembered, so that a repeated one makes no second event.
    static final int SETTLED_KEPT = 32;

    public CallState {
        settled = List.copyOf(settled);
    }

    /// Of a call nobody has heard of.
    ///
    /// @param epoch for the case that it is opened now
    public static CallState unopened(String callId, String epoch) {
        return new CallState(callId, epoch, 0, 0, Identity.UNKNOWN, null, Track.SILENT, Track.SILENT, Track.SILENT, 0,
                FinalMarks.NONE, 0, Long.MIN_VALUE, null, false, List.of(), Quality.NONE, 0);
    }

    public boolean isOpened() {
        return life != null;
    }

    public boolean isEnded() {
        return life != null && life.isEnded();
    }

    public Track track(Speaker speaker) {
        return switch (speaker) {
            case CALLER -> caller;
            case ASSISTANT -> assistant;
            case AGENT -> agent;
        };
    }

    /// The same state as the given version.
    public CallState at(long committedVersion) {
        return new CallState(callId, epoch, committedVersion, seq, identity, life, caller, assistant, agent, utterances, finals,
                bargeIns, bargedInAt, plan, transcribed, settled, quality, lastEventAt);
    }

    /// What Redis still holds of a call, continued under a new epoch because it held more before. Numbers go on from there.
    public CallState continuedAs(String newEpoch) {
        return new CallState(callId, newEpoch, version, seq, identity, life, caller, assistant, agent, utterances, finals,
                bargeIns, bargedInAt, plan, transcribed, settled, quality, lastEventAt);
    }

    /// The call begun anew because Redis holds nothing of it any more: who and where is kept, its history starts again from `seq` 1.
    public CallState begunAnewAs(String newEpoch) {
        CallState fresh = unopened(callId, newEpoch);
        return new CallState(callId, newEpoch, 0, 0, identity, null, fresh.caller, fresh.assistant, fresh.agent, 0,
                FinalMarks.NONE, 0, Long.MIN_VALUE, plan, transcribed, List.of(), Quality.NONE, 0);
    }

    @Override
    public String toString() {
        return "CallState[" + callId + " " + epoch + ":" + seq + ", content hidden]";
    }
}
