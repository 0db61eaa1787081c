package dev.liveline.transcript.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.liveline.events.CallStatus;
import dev.liveline.transcript.call.CallReducer;
import dev.liveline.transcript.call.CallRules;
import dev.liveline.transcript.call.CallState;
import dev.liveline.transcript.call.Fact;
import dev.liveline.transcript.call.Happening;
import dev.liveline.transcript.call.Happening.PersonAsked;
import dev.liveline.transcript.call.Happening.StatusTold;
import dev.liveline.transcript.call.Identity;
import dev.liveline.transcript.export.Transcript;
import io.vertx.core.json.JsonObject;

class ReportJsonTest {

    private static final long BEGIN = 1_787_000_000_000L;

    @Test
    void tellsWhatWentWrongAndThatAPersonWasAskedFor() {
        CallState call = CallState.unopened("c-1", "e1");
        call = reduce(call, BEGIN, new PersonAsked("t1", null, null));
        call = reduce(call, BEGIN + 900,
                new StatusTold(CallStatus.ENDED, "call.in-progress.error-providerfault-openai-500-server-error"));

        JsonObject told = new JsonObject(ReportJson.write(call, Transcript.of("c-1", "e1", call.seq(), BEGIN, List.of())));
        assertThat(told.getString("timestamp")).isEqualTo("2026-08-17T20:53:20.900Z");
        assertThat(told.getJsonObject("data").getJsonObject("call").getMap()).containsEntry("fault", "provider-fault")
            .containsEntry("askedForPersonAt", BEGIN)
            .containsEntry("endedAt", BEGIN + 900)
            .doesNotContainKey("from");
    }

    private static CallState reduce(CallState call, long at, Happening what) {
        return new CallReducer(CallRules.usual("default")).reduce(call, new Fact(at, at, Identity.UNKNOWN, what), at).state();
    }
}
