package dev.liveline.simulator.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liveline.simulator.audio.FrameLog;
import dev.liveline.simulator.audio.TaggedFrame;
import dev.liveline.simulator.scenario.Recogniser;
import dev.liveline.simulator.scenario.ScriptedCall;
import dev.liveline.simulator.scenario.Speaker;
import dev.liveline.simulator.scenario.Turn;
import dev.liveline.simulator.vapi.LiveCall;
import dev.liveline.simulator.vapi.VapiCloud;
import dev.liveline.simulator.vapi.VapiOptions;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MediaStreamTest {

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = vertx.createHttpClient();
    private final RouterDouble router = new RouterDouble();
    private final VapiCloud vapi = VapiCloud.start(VapiOptions.defaults());
    private final TwilioCloud twilio = TwilioCloud.start(TwilioOptions.defaults(router.url()), vapi);

    @AfterEach
    void stop() {
        twilio.close();
        vapi.close();
        router.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /// Three short turns; the caller barges in on the second.
    private static ScriptedCall shortCall() {
        var recogniser = new Recogniser(1);
        return new ScriptedCall(1, "019b0000-0000-7000-8000-000000000001", "+15550100001", "+15550200001", "test", List.of(
                new Turn.Spoken(Speaker.ASSISTANT, Duration.ZERO, List.of(recogniser.follow("Hello there."))),
                new Turn.Spoken(Speaker.CALLER, Duration.ZERO, List.of(recogniser.hear("I have a question."))),
                new Turn.CutShort(Duration.ZERO,
                        List.of(recogniser.follow("Of course, I can help with that, please tell me everything about it now.")),
                        Duration.ofMillis(2500)),
                new Turn.Spoken(Speaker.CALLER, Duration.ZERO, List.of(recogniser.hear("No wait."))),
                new Turn.Spoken(Speaker.ASSISTANT, Duration.ZERO, List.of(recogniser.follow("Goodbye."))),
                new Turn.Spoken(Speaker.CALLER, Duration.ZERO, List.of(recogniser.hear("Bye.")))), "customer-ended-call");
    }

    private LiveCall bridged(boolean clears) {
        vapi.script(shortCall());
        vapi.provideAssistant("a-1");
        var created = http
            .request(new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(vapi.baseUrl() + "/call"))
            .compose(request -> request.putHeader("Authorization", "Bearer vapi-private-key")
                .send(new JsonObject()
                    .put("assistantId", "a-1")
                    .put("transport", new JsonObject().put("provider", "vapi.websocket")
                        .put("audioFormat", new JsonObject().put("format", "mulaw")
                            .put("container", "raw")
                            .put("sampleRate", 8000)))
                    .toBuffer())
                .compose(HttpClientResponse::body))
            .toCompletionStage()
            .toCompletableFuture()
            .join()
            .toJsonObject();
        var bridge = new BridgeDouble(router.vertx(), created.getJsonObject("transport").getString("websocketCallUrl"), clears);
        router.sockets(bridge::accept);
        router.answer("/twilio/voice",
                "<Response><Connect><Stream url=\"" + router.webSocketUrl() + "/twilio/media\"/></Connect></Response>");
        return vapi.call(created.getString("id")).orElseThrow();
    }

    @Nested
    class WhileACallIsBridged {

        @Test
        void everyFrameArrivesInOrderAndTheTwoHoldAConversation() throws Exception {
            // Given
            var live = bridged(true);
            // When
            var call = twilio.placeCall(shortCall()).finished().get(60, TimeUnit.SECONDS);
            // Then
            var stream = call.stream().orElseThrow();
            var arrived = live.line().orElseThrow().received().numbers();
            assertThat(arrived).isEqualTo(IntStream.range(0, arrived.size()).boxed().toList());
            assertThat(stream.sent().count()).isGreaterThanOrEqualTo(arrived.size());
            assertThat(live.outcome().said(Speaker.CALLER)).containsExactly("I have a question.", "No wait.", "Bye.");
            assertThat(live.outcome().bargeIns()).isEqualTo(1);
            assertThat(live.outcome().said(Speaker.ASSISTANT)).hasSize(3).first().isEqualTo("Hello there.");
            assertThat(stream.clears()).hasSize(1);
            assertThat(stream.staleAfterClear()).isEmpty();
            assertThat(stream.errors()).isEmpty();
        }

        @Test
        void aBridgeThatDoesNotStopTheCutUtteranceIsFoundOut() throws Exception {
            // Given
            vapi.provideAssistant("a-1");
            router.sockets(socket -> socket.textMessageHandler(text -> {
                var message = new JsonObject(text);
                if (message.getString("event").equals("start")) {
                    var sid = message.getString("streamSid");
                    var frame = Base64.getEncoder()
                        .encodeToString(new TaggedFrame(3, 1).into(new byte[160]));
                    var media = new JsonObject().put("event", "media")
                        .put("streamSid", sid)
                        .put("media",
                                new JsonObject().put("payload", frame))
                        .encode();
                    socket.writeTextMessage(media);
                    socket.writeTextMessage(new JsonObject().put("event", "mark")
                        .put("streamSid", sid)
                        .put("mark", new JsonObject().put("name", "m-1"))
                        .encode());
                    socket.writeTextMessage(new JsonObject().put("event", "clear").put("streamSid", sid).encode());
                    socket.writeTextMessage(media);
                    vertx.setTimer(300, _ -> socket.close());
                }
            }));
            router.answer("/twilio/voice",
                    "<Response><Connect><Stream url=\"" + router.webSocketUrl() + "/twilio/media\"/></Connect></Response>");
            // When
            var call = twilio.placeCall(shortCall()).finished().get(60, TimeUnit.SECONDS);
            // Then
            var stream = call.stream().orElseThrow();
            assertThat(stream.staleAfterClear()).extracting(FrameLog.Seen::tag)
                .extracting(tag -> tag.utterance())
                .containsExactly(3);
            assertThat(stream.echoedMarks()).containsExactly("m-1");
            assertThat(stream.clears()).hasSize(1);
        }
    }
}
