package dev.liveline.simulator.vapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liveline.simulator.scenario.Outcome;
import dev.liveline.simulator.scenario.ScenarioGenerator;
import dev.liveline.simulator.scenario.Speaker;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class VapiCloudTest {

    private final ServerDouble server = new ServerDouble();

    @AfterEach
    void stop() {
        server.close();
    }

    @Nested
    class WhileAScriptedCallPlays {

        @Test
        void theServerHearsEveryFinalInOrder() throws Exception {
            // Given
            var script = new ScenarioGenerator(7).call(3);
            try (var vapi = VapiCloud.start(VapiOptions.defaults().serverUrl(server.url()).speed(100))) {
                // When
                var call = vapi.placeCall(script);
                call.finished().get(60, TimeUnit.SECONDS);
                // Then
                var finals = server.messages("transcript")
                    .stream()
                    .filter(message -> "final".equals(message.getString("transcriptType")))
                    .toList();
                assertThat(finals.stream()
                    .filter(message -> "user".equals(message.getString("role")))
                    .map(message -> message.getString("transcript"))
                    .toList())
                    .isEqualTo(Outcome.of(script).said(Speaker.CALLER));
                assertThat(call.outcome().finals()).isEqualTo(Outcome.of(script).finals());
                assertThat(call.replies()).allMatch(WebhookReply::accepted);
                assertThat(server.messages("end-of-call-report")).hasSize(1);
            }
        }
    }
}
