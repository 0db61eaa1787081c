package dev.liveline.transcript.api;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.liveline.transcript.call.CallState;
import dev.liveline.transcript.call.EndingFamily;
import dev.liveline.transcript.call.Life;
import dev.liveline.transcript.call.Quality;

/// A call as `GET /calls/{id}` shows it. Times are epoch milliseconds; what is not known is left out. Never holds the control URL.
@JsonInclude(JsonInclude.Include.NON_NULL)
record CallView(String callId, String epoch, long seq, String status, @Nullable String from, @Nullable String to,
        @Nullable String team, @Nullable String assistantId, @Nullable String route, long startedAt, @Nullable Long endedAt,
        @Nullable String endedReason, @Nullable String fault, long lastEventAt, @Nullable Long askedForPersonAt,
        Speaking speaking, int utterances, int bargeIns, QualityView quality) {

    record Speaking(boolean caller, boolean assistant) {}

    /// @param normalisedErasure words taken back per final word
    /// @param finalLagMs        mean, from the last partial to the final
    /// @param responseMs        mean, from the caller's final to the assistant speaking
    /// @param laggyTurns        answers over 300 ms
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record QualityView(double normalisedErasure, @Nullable Long finalLagMs, int turns, @Nullable Long responseMs,
            int laggyTurns) {}

    static CallView of(CallState state) {
        Life life = Objects.requireNonNull(state.life());
        EndingFamily fault = life.fault();
        return new CallView(state.callId(), state.epoch(), state.seq(), life.status().wire(), state.identity().from(),
                state.identity().to(), state.identity().team(), state.identity().assistantId(), state.identity().route(),
                life.startedAt(), life.endedAt(), life.endedReason(), fault == null ? null : fault.word(), state.lastEventAt(),
                life.askedForPersonAt(), new Speaking(state.caller().speaking(), state.assistant().speaking()),
                state.utterances(), state.bargeIns(), quality(state.quality()));
    }

    private static QualityView quality(Quality q) {
        return new QualityView(Math.round(q.normalisedErasure() * 1000) / 1000.0,
                q.finals() == 0 ? null : q.finalLagMs() / q.finals(), q.turns(),
                q.turns() == 0 ? null : q.responseMs() / q.turns(),
                q.laggyTurns());
    }

    @Override
    public String toString() {
        return "CallView[" + callId + ", content hidden]";
    }
}
