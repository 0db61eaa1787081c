package dev.liveline.transcript;

import static io.restassured.RestAssured.given;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.liveline.edge.problem.Problem;
import dev.liveline.edge.testing.RedisResource;
import dev.liveline.edge.testing.TestTokens;
import dev.liveline.events.CallFields;
import dev.liveline.events.CallKeys;
import dev.liveline.events.EventEntry;
import dev.liveline.events.Shards;
import dev.liveline.events.Streams;
import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisOptions;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import dev.liveline.transcript.call.CallState;
import dev.liveline.transcript.redis.CallReads;
import dev.liveline.transcript.redis.Erasure;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.stream.StreamMessage;
import io.quarkus.redis.datasource.stream.StreamRange;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;

/// The webhook and `/calls` over a real Redis: what Vapi sends is what a person with a token reads.
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class WebhookTest {

    @Inject
    RedisDataSource redis;

    @Inject
    Shards shards;

    @Inject
    Vertx vertx;

    @ConfigProperty(name = "quarkus.redis.hosts")
    String redisUrl;

    @Inject
    CallReads reads;

    @Inject
    Erasure erasure;

    private final String call = UUID.randomUUID().toString();
    private final long now = System.currentTimeMillis();

    @Nested
    class AConversation {

        @Test
        void isReadAsItWasSaid() {
            Vapi.send(Vapi.status(call, now - 9000, "in-progress")).statusCode(200).body(equalTo("{}"));
            Vapi.send(Vapi.text(call, now - 8000, "assistant", false, "How can")).statusCode(200);
            Vapi.send(Vapi.text(call, now - 7500, "assistant", true, "How can I help?")).statusCode(200);
            Vapi.send(Vapi.text(call, now - 7000, "user", false, "i'd like")).statusCode(200);
            Vapi.send(Vapi.text(call, now - 6000, "user", true, "I'd like to change my booking.")).statusCode(200);

            as(TestTokens.supervisor()).get("/calls/" + call)
                .then()
                .statusCode(200)
                .body("status", equalTo("in-progress"))
                .body("from", equalTo("+15550100123"))
                .body("to", equalTo("+15550100999"))
                .body("team", equalTo("default"))
                .body("utterances", equalTo(2))
                .body("seq", equalTo(6))
                .body("endedAt", nullValue());
            as(TestTokens.supervisor()).get("/calls/" + call + "/transcript")
                .then()
                .statusCode(200)
                .body("captions.text", equalTo(List.of("How can I help?", "I'd like to change my booking.")))
                .body("captions[0].speaker", equalTo("assistant"))
                .body("captions[0].seq", nullValue())
                .body("captions[0].final", equalTo(true));
        }

        @Test
        void isAStreamOfNumberedEventsOfOneEpoch() {
            try (Hearing hearing = Hearing.on(vertx, new RedisOptions().setConnectionString(redisUrl), shards)) {
                Vapi.send(Vapi.text(call, now - 8000, "user", false, "hel")).statusCode(200);
                Vapi.send(Vapi.text(call, now - 7900, "user", true, "Hello.")).statusCode(200);
                Vapi.send(Vapi.status(call, now - 7000, "ended")).statusCode(200);
                Vapi.send(Vapi.text(call, now - 7100, "user", true, "Bye.")).statusCode(200);

                await().until(() -> hearing.events(call).size() == 6);
                List<EventEntry> events = hearing.events(call);
                assertThat(events).extracting(event -> event.head().seq()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
                assertThat(events).extracting(event -> event.head().epoch()).containsOnly(events.getFirst().head().epoch());
                assertThat(events).extracting(event -> event.head().type())
                    .containsExactly("call.started", "call.status", "caption", "caption", "call.ended", "caption");
                assertThat(events()).as("what the stream keeps for hubs that come back")
                    .containsExactlyElementsOf(events.stream().filter(event -> !event.head().partial()).toList());
            }
        }
    }

    @Nested
    class AMessageThatIsNotAuthentic {

        @Test
        void isRefusedAndChangesNothing() {
            String body = Vapi.status(call, now, "in-progress");
            given().contentType("application/json").body(body).post("/webhook/vapi").then().statusCode(401);
            Vapi.signed(body, now).body(body.replace("in-progress", "ringing")).post("/webhook/vapi").then().statusCode(401);
            given().contentType("application/json")
                .header("X-Vapi-Secret", "")
                .body(body)
                .post("/webhook/vapi")
                .then()
                .statusCode(401);

            as(TestTokens.supervisor()).get("/calls/" + call).then().statusCode(404);
        }

        @Test
        void isRefusedWhenItsSignatureWasUsedBefore() {
            String body = Vapi.status(call, now, "in-progress");
            Vapi.signed(body, now).post("/webhook/vapi").then().statusCode(200);
            Vapi.signed(body, now).post("/webhook/vapi").then().statusCode(401).contentType("application/problem+json");
            String other = Vapi.message(call, "some-new-type", now, "");
            Vapi.signed(other, now).post("/webhook/vapi").then().statusCode(200);
            Vapi.signed(other, now).post("/webhook/vapi").then().statusCode(401);
        }
    }

    @Nested
    class ASignature {

        @Test
        void isRememberedAsANumberAmongThoseOfItsMinuteUntilTheyAreAllStale() {
            Vapi.signed(Vapi.status(call, now, "in-progress"), now).post("/webhook/vapi").then().statusCode(200);

            assertThat(redis.key().keys("liveline:webhook:" + shards.tag(call) + "spent:" + now / 60_000 + ":*")).isNotEmpty()
                .allSatisfy(set -> {
                    assertThat(redis.execute("OBJECT", "ENCODING", set).toString()).isEqualTo("intset");
                    assertThat(redis.key().pttl(set)).isPositive().isLessThanOrEqualTo(11 * 60_000);
                });
        }
    }

    @Nested
    class AMalformedMessage {

        @Test
        void isRefusedInTheOrderOfTheContract() {
            given().contentType("text/plain").body("x").post("/webhook/vapi").then().statusCode(401);
            Vapi.withSecret("{}").contentType("text/plain").post("/webhook/vapi").then().statusCode(415);
            Vapi.withSecret("{\"message\":").post("/webhook/vapi").then().statusCode(400);
            Vapi.withSecret("[]").post("/webhook/vapi").then().statusCode(400);
            Vapi.withSecret("{\"message\":{}}").post("/webhook/vapi").then().statusCode(400);
            Vapi.withSecret("{\"message\":{\"type\":\"transcript\"}}").post("/webhook/vapi").then().statusCode(400);
            Vapi.withSecret("{\"message\":{\"type\":\"transcript\",\"call\":{\"id\":\"a b\"}}}")
                .post("/webhook/vapi")
                .then()
                .statusCode(400);
            Vapi.withSecret("{\"message\":{\"type\":\"chat.created\"}}").post("/webhook/vapi").then().statusCode(200);
            given().contentType("application/json")
                .body(new byte[5 * 1024 * 1024])
                .post("/webhook/vapi")
                .then()
                .statusCode(413);
        }
    }

    @Nested
    class AMethodThatAPathDoesNotTake {

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                GET    | /webhook/vapi        | POST
                POST   | /calls               | GET, HEAD, OPTIONS
                PATCH  | /calls/a             | DELETE, GET, HEAD, OPTIONS
                DELETE | /calls/a/transcript  | GET, HEAD, OPTIONS
                POST   | /ingest              | GET
                PUT    | /ingest/a            | GET
                """)
        void isToldWhichItDoes(String method, String path, String allowed) {
            given().body("{}")
                .request(method, path)
                .then()
                .statusCode(405)
                .contentType(Problem.MEDIA_TYPE)
                .header("Allow", equalTo(allowed));
        }
    }

    @Nested
    class AMessageThatClaimsTheImpossible {

        @Test
        void hasNoTimeWhereItsTimeIsNone() {
            Vapi.send(Vapi.text(call, 9_000_000_000_000_000_000L, "user", true, "First.")).statusCode(200);
            long later = System.currentTimeMillis() + 5_000;
            Vapi.send(Vapi.text(call, later, "user", true, "Second.")).statusCode(200);
            Vapi.send(Vapi.text(call, later / 1000, "assistant", true, "Third.")).statusCode(200);

            as(TestTokens.supervisor()).get("/calls/" + call).then().body("startedAt", lessThan(now + 3_600_000));
            List<JsonObject> captions = events().stream()
                .filter(event -> event.head().type().equals("caption"))
                .map(event -> new JsonObject(event.json()))
                .toList();
            assertThat(captions).extracting(caption -> caption.getString("text"))
                .containsExactly("First.", "Second.", "Third.");
            assertThat(captions).extracting(caption -> caption.getLong("vapiAt"))
                .containsExactly(null, later, later / 1000 * 1000);
        }

        @Test
        void hasNoConfidenceAboveOne() {
            Vapi.send(Vapi.message(call, "transcript", now,
                    "\"role\":\"user\",\"transcriptType\":\"final\",\"transcript\":\"Sure.\",\"confidence\":7"))
                .statusCode(200);
            assertThat(events()).extracting(EventEntry::json)
                .noneMatch(json -> json.contains("confidence"));
        }
    }

    @Nested
    class AToolCall {

        @ParameterizedTest
        @CsvSource(delimiter = '|', value = {
                "{\"type\":\"function\",\"name\":\"no_such_tool\",\"toolCall\":{\"id\":\"c1\",\"function\":{\"parameters\":{}}}} | no_such_tool",
                "{\"type\":\"function\",\"function\":{\"name\":\"no_such_tool\"},\"toolCall\":{\"id\":\"c1\"}} | no_such_tool",
                "{\"toolCall\":{\"id\":\"c1\"}} | ''" })
        void isAnsweredWhereverItsNameStands(String tool, String name) {
            Vapi.send(Vapi.message(call, "tool-calls", now, "\"toolWithToolCallList\":[" + tool + "]"))
                .statusCode(200)
                .body("results.toolCallId", contains("c1"))
                .body("results.name", contains(name))
                .body("results[0].error", notNullValue());
        }
    }

    @Nested
    class MoreToolCallsThanAModelAsksFor {

        @Test
        void areAllAnswered() {
            String calls = IntStream.range(0, 40)
                .mapToObj(n -> "{\"id\":\"m" + n + "\",\"name\":\"none\"}")
                .collect(joining(","));
            Vapi.send(Vapi.message(call, "tool-calls", now, "\"toolCallList\":[" + calls + "]"))
                .statusCode(200)
                .body("results.toolCallId", hasSize(40))
                .body("results[39].toolCallId", equalTo("m39"))
                .body("results[39].error", notNullValue());
        }
    }

    @Nested
    class ACallOfAnotherTeam {

        @Test
        void isNotThereForAnAgent() {
            Vapi.send(Vapi.status(call, now, "in-progress")).statusCode(200);

            as(TestTokens.supervisor()).get("/calls/" + call).then().header("Cache-Control", equalTo("no-store"));
            as(TestTokens.supervisor()).get("/calls").then().header("Cache-Control", equalTo("no-store"));
            as(TestTokens.supervisor()).get("/calls/" + call + "/transcript")
                .then()
                .header("Cache-Control", equalTo("no-store"));
            as(TestTokens.agent("billing")).get("/calls/" + call).then().statusCode(404);
            as(TestTokens.agent("billing")).get("/calls/" + call + "/transcript").then().statusCode(404);
            as(TestTokens.agent("default")).get("/calls/" + call).then().statusCode(200);
            as(TestTokens.agent("billing")).get("/calls").then().body("calls.callId", not(hasItem(call)));
            as(TestTokens.agent("default")).queryParam("limit", 500).get("/calls").then().body("calls.callId", hasItem(call));
            given().get("/calls/" + call).then().statusCode(401);
        }
    }

    @Nested
    class AnErasedCall {

        @Test
        void leavesNoKeyAndTakesNoMessages() {
            Vapi.send(Vapi.text(call, now - 10, "user", true, "Forget me.")).statusCode(200);
            as(TestTokens.agent("default")).delete("/calls/" + call).then().statusCode(403);
            as(TestTokens.supervisor()).delete("/calls/" + call).then().statusCode(204);
            Vapi.send(Vapi.text(call, now, "user", true, "Still here?")).statusCode(200);

            as(TestTokens.supervisor()).get("/calls/" + call).then().statusCode(404);
            assertThat(redis.key().keys("*" + call + "*")).containsExactly(CallKeys.of(shards, call).erased());
            assertThat(events()).extracting(event -> event.head().type()).containsExactly("call.erased");
        }

        @Test
        void isToldToHubsAsItsEventsWere() {
            try (Hearing hearing = Hearing.on(vertx, new RedisOptions().setConnectionString(redisUrl), shards)) {
                Vapi.send(Vapi.text(call, now, "user", true, "Forget me.")).statusCode(200);
                await().until(() -> hearing.heard().stream().anyMatch(entry -> entry.contains("Forget me.")));
                as(TestTokens.supervisor()).delete("/calls/" + call).then().statusCode(204);

                await().until(() -> hearing.heard().stream().anyMatch(entry -> entry.contains(" call.erased " + call)));
                assertThat(hearing.held()).contains(hearing.heard().getLast());
            }
        }

        @Test
        void isNewsOnceThoughTwoEraseItAtOnce() {
            Vapi.send(Vapi.text(call, now, "user", true, "Forget me.")).statusCode(200);
            CallState seenByBoth = reads.state(call).toCompletionStage().toCompletableFuture().join();
            for (int i = 0; i < 2; i++) {
                erasure.erase(seenByBoth, Duration.ofHours(1)).toCompletionStage().toCompletableFuture().join();
            }

            assertThat(events()).extracting(event -> event.head().type()).containsExactly("call.erased");
        }

        @Test
        void leavesNoDeadLetter() {
            Vapi.send(Vapi.status(call, now, "in-progress")).statusCode(200);
            List<String> dead = List.of(Streams.deadLetters(CallKeys.of(shards, call).commands()),
                    Streams.deadLetters(Streams.ROUTING), "liveline:reports:" + shards.tag(call) + ":dead");
            dead.forEach(stream -> redis.stream(String.class).xadd(stream, Map.of("call", call, "json", "zzquark")));
            as(TestTokens.supervisor()).delete("/calls/" + call).then().statusCode(204);

            assertThat(dead).allSatisfy(stream -> assertThat(of(stream)).isEmpty());
        }

        @Test
        void leavesNoKeyOfALegThatOnlyALateMessageTellsOf() {
            String callSid = "CA" + call.replace("-", "");
            Vapi.send(Vapi.status(call, now - 10, "in-progress")).statusCode(200);
            as(TestTokens.supervisor()).delete("/calls/" + call).then().statusCode(204);
            String late = Vapi.status(call, now, "ended")
                .replace("\"type\":\"inboundPhoneCall\",",
                        "\"type\":\"inboundPhoneCall\",\"phoneCallProviderId\":\"" + callSid + "\",");
            assertThat(late).contains(callSid);
            Vapi.send(late).statusCode(200);
            // A later call's leg is joined behind it, so that the late one was joined by then if ever.
            String other = UUID.randomUUID().toString();
            Vapi.send(late.replace(call, other).replace(callSid, "CAother" + callSid)).statusCode(200);

            await().untilAsserted(() -> assertThat(redis.key().keys("liveline:sid:*CAother" + callSid)).hasSize(1));
            assertThat(redis.key().keys("liveline:sid:*:" + callSid)).isEmpty();
        }

        @Test
        void leavesNoWordOnTheStreamsToTheRouterButThatItIsToForget() {
            Vapi.send(Vapi.message(call, "tool-calls", now, """
                    "toolCallList":[{"id":"e1","function":{"name":"escalate_to_human","arguments":{"reason":"zzquark"}}}]"""))
                .statusCode(200);
            String commands = CallKeys.of(shards, call).commands();
            assertThat(of(commands)).isNotEmpty();
            as(TestTokens.supervisor()).delete("/calls/" + call).then().statusCode(204);

            assertThat(of(commands)).extracting(entry -> entry.payload().get("type")).containsExactly("forget");
            assertThat(of(Streams.ROUTING)).isEmpty();
        }

    }

    @Nested
    class TheList {

        @Test
        void isPagedWithoutGapOrRepeat() {
            String team = "default";
            for (int i = 0; i < 5; i++) {
                Vapi.send(Vapi.status("page-" + call + i, now, "in-progress")).statusCode(200);
                Vapi.send(Vapi.status("done-" + call + i, now + i, "in-progress")).statusCode(200);
                Vapi.send(Vapi.status("done-" + call + i, now + 10, "ended")).statusCode(200);
            }
            List<String> seen = new java.util.ArrayList<>();
            String cursor = "";
            do {
                var page = as(TestTokens.supervisor()).queryParam("limit", 3)
                    .queryParam("team", team)
                    .queryParam("cursor", cursor)
                    .get("/calls")
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
                seen.addAll(page.getList("calls.callId"));
                cursor = page.getString("next");
            } while (cursor != null);

            assertThat(seen).doesNotHaveDuplicates();
            assertThat(seen.stream().filter(id -> id.contains(call))).hasSize(10);
            List<String> ended = as(TestTokens.supervisor()).queryParam("status", "ended")
                .queryParam("limit", 500)
                .get("/calls")
                .jsonPath()
                .getList("calls.callId");
            assertThat(ended).filteredOn(id -> id.contains(call))
                .containsExactly("done-" + call + 4, "done-" + call + 3, "done-" + call + 2, "done-" + call + 1,
                        "done-" + call + 0);
            as(TestTokens.supervisor()).queryParam("status", "lost").get("/calls").then().statusCode(400);
            as(TestTokens.supervisor()).header("Accept", "garbage")
                .get("/calls/done-" + call + 4 + "/transcript")
                .then()
                .statusCode(400);
        }
    }

    @Nested
    class ACallThatCannotBeRead {

        @Test
        void isAFaultOfOursAndNotOfRedis() {
            Vapi.send(Vapi.status(call, now, "in-progress")).statusCode(200);
            redis.hash(String.class).hset(CallKeys.of(shards, call).call(), CallFields.STARTED_AT, "yesterday");

            as(TestTokens.supervisor()).get("/calls/" + call)
                .then()
                .statusCode(500)
                .contentType("application/problem+json")
                .header("Retry-After", nullValue());
            redis.key().del(CallKeys.of(shards, call).call());
        }

        @Test
        void isUnavailableIfRedisRefuses() {
            redis.value(String.class).set(CallKeys.of(shards, call).call(), "no hash");

            as(TestTokens.supervisor()).get("/calls/" + call).then().statusCode(503).header("Retry-After", equalTo("2"));
            redis.key().del(CallKeys.of(shards, call).call());
        }
    }

    private List<EventEntry> events() {
        return StreamedEvents.of(redis, CallKeys.of(shards, call).events(), call);
    }

    /// The call's entries of a stream.
    private List<StreamMessage<String, String, String>> of(String stream) {
        return redis.stream(String.class)
            .xrange(stream, StreamRange.of("-", "+"))
            .stream()
            .filter(entry -> call.equals(entry.payload().get("call")))
            .toList();
    }

    private static RequestSpecification as(String token) {
        return given().auth().oauth2(token);
    }
}
