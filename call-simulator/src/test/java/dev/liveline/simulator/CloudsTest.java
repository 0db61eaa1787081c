package dev.liveline.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.liveline.simulator.twilio.Reached;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CloudsTest {

    @Nested
    class TheCommandLine {

        @Test
        void winsOverTheEnvironmentWhichWinsOverDefaults() {
            var options = CloudsOptions.of(List.of("--rate", "30", "--public-url", "http://a"),
                    Map.of("PUBLIC_URL", "http://b", "VAPI_WEBHOOK_SECRET", "new,old", "TWILIO_PHONE_NUMBER", "+15550200009"));
            assertThat(options.publicUrl()).isEqualTo("http://a");
            assertThat(options.callsPerMinute()).isEqualTo(30);
            assertThat(options.webhookSecret()).isEqualTo("new");
            assertThat(options.numbers()).containsExactly("+15550200009");
            assertThat(options.toString()).doesNotContain("new");
        }

        @Test
        void isRefusedWhenItCanNotBeRead() {
            assertThatThrownBy(() -> CloudsOptions.of(List.of("--rat", "1"), Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> CloudsOptions.of(List.of("--rate"), Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> CloudsOptions.of(List.of("--rate", "x"), Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class ToldToPlaceTwoCalls {

        @Test
        void placesThemAndIsDone() throws Exception {
            // Given
            var vertx = Vertx.vertx();
            var router = vertx.createHttpServer()
                .requestHandler(request -> request.response()
                    .putHeader("Content-Type", "text/xml")
                    .end("<Response><Dial><Sip>sip:line@sip.vapi.ai</Sip></Dial></Response>"))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
            var options = CloudsOptions
                .of(List.of("--public-url", "http://127.0.0.1:" + router.actualPort(), "--vapi-port", "0",
                        "--twilio-port", "0", "--calls", "2", "--rate", "600", "--speed", "200"), Map.of());
            var out = new ByteArrayOutputStream();
            // When
            try (var clouds = new Clouds(options, new PrintStream(out))) {
                clouds.placeCalls();
                clouds.await();
                // Then
                assertThat(clouds.vapi().calls()).hasSize(2);
                assertThat(clouds.twilio().calls().stream().filter(call -> call.parentSid().isEmpty()))
                    .allMatch(call -> call.reached().getFirst() instanceof Reached.Assistant);
                assertThat(out.toString()).contains("call 2 is over: reached Assistant");
            } finally {
                vertx.close().toCompletionStage().toCompletableFuture().join();
            }
        }
    }
}
