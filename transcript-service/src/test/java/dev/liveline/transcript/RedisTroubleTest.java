package dev.liveline.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import dev.liveline.events.CallKeys;
import dev.liveline.events.EventEntry;
import dev.liveline.events.EventHead;
import dev.liveline.events.redis.TestRedis;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/// What happens to acknowledged messages when Redis is away, slow, full or forgetful.
class RedisTroubleTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final long T = 1_787_000_000_000L;
    private static TestRedis server;

    private LiveReplica replica;
    private Redis redis;

    @BeforeAll
    static void startRedis() {
        server = TestRedis.start();
    }

    @AfterAll
    static void stopRedis() {
        server.close();
        VERTX.close();
    }

    @BeforeEach
    void connect() {
        redis = Redis.createClient(VERTX, new RedisOptions().setConnectionString(server.uri()));
        replica = LiveReplica.on(VERTX, server.uri());
        await().until(replica::isUp);
        ask(Request.cmd(Command.FLUSHALL));
    }

    @AfterEach
    void disconnect() {
        replica.close();
        redis.close();
    }

    @Nested
    class WhenRedisIsKilledAndComesBackEmpty {

        @Test
        void everyAcknowledgedFinalIsThereInOrderUnderOneNewEpoch() {
            int calls = 40;
            for (int n = 0; n < 10; n++) {
                say(calls, n);
            }
            server.stop();
            await().until(() -> !replica.isUp());
            List<Future<Applied>> spooled = new ArrayList<>();
            for (int n = 10; n < 25; n++) {
                for (int c = 0; c < calls; c++) {
                    spooled.add(replica.apply("c" + c, LiveReplica.said("word " + n, T + n)));
                }
            }
            assertThat(spooled).allSatisfy(each -> assertThat(get(each)).isEqualTo(new Applied.Spooled()));
            server.restart();

            await().atMost(Duration.ofSeconds(30)).until(() -> replica.isUp() && replica.spool.messages() == 0);
            for (int c = 0; c < calls; c++) {
                assertThat(finals("c" + c)).hasSize(25).isSorted();
            }
            assertThat(replica.spool.bytes()).isZero();
            assertSequences(streamed(), 1);
        }
    }

    @Nested
    class WhenTheSpoolIsFull {

        @Test
        void whatIsRefusedWasNotAcknowledgedAndTheRestArrives() {
            LiveReplica small = new LiveReplica(VERTX, new RedisOptions().setConnectionString(server.uri()),
                    new Spool(5, 1 << 20),
                    false);
            await().until(small::isUp);
            server.stop();
            await().until(() -> !small.isUp());
            List<Applied> answers = new ArrayList<>();
            for (int n = 0; n < 8; n++) {
                answers.add(small.applied("full", LiveReplica.said("word " + (10 + n), T + n)));
            }
            server.restart();

            assertThat(answers.subList(0, 5)).containsOnly(new Applied.Spooled());
            assertThat(answers.subList(5, 8)).containsOnly(new Applied.Refused());
            await().atMost(Duration.ofSeconds(30)).until(() -> small.isUp() && small.spool.messages() == 0);
            assertThat(finals("full")).hasSize(5);
            small.close();
        }
    }

    @Nested
    class WhenRedisIsAliveButDoesNotTakeIt {

        @Test
        void aFlushedScriptIsLoadedAgain() {
            say(1, 10);
            ask(Request.cmd(Command.SCRIPT).arg("FLUSH"));
            say(3, 11);
            assertThat(finals("c0")).containsExactly("word 10", "word 11");
        }

        @Test
        void aFullRedisIsWaitedFor() {
            say(1, 10);
            ask(Request.cmd(Command.CONFIG).arg("SET").arg("maxmemory").arg("1"));
            assertThat(replica.applied("c0", LiveReplica.said("word 11", T + 11))).isEqualTo(new Applied.Spooled());
            ask(Request.cmd(Command.CONFIG).arg("SET").arg("maxmemory").arg("0"));
            await().atMost(Duration.ofSeconds(20)).until(() -> replica.spool.messages() == 0);
            assertThat(finals("c0")).containsExactly("word 10", "word 11");
        }

        @Test
        void aSlowAnswerCountsAsNoneAndTakesEffectOnce() {
            say(1, 10);
            ask(Request.cmd(Command.CLIENT).arg("PAUSE").arg("1500"));
            assertThat(replica.applied("c0", LiveReplica.said("word 11", T + 11))).isEqualTo(new Applied.Spooled());
            await().atMost(Duration.ofSeconds(20)).until(() -> replica.spool.messages() == 0);
            assertThat(finals("c0")).containsExactly("word 10", "word 11");
        }
    }

    @Nested
    class WhenTheKeyOfOneCallIsUnusable {

        @Test
        void theOthersGoOn() {
            ask(Request.cmd(Command.SET).arg(CallKeys.of(LiveReplica.SHARDS, "bad").call()).arg("x"));
            replica.applied("bad", LiveReplica.said("word", T));
            replica.applied("c0", LiveReplica.said("word 10", T));
            await().atMost(Duration.ofSeconds(20)).until(() -> replica.spool.messages() == 0);
            assertThat(finals("c0")).containsExactly("word 10");
        }
    }

    @Nested
    class WhenRedisIsAbsentAtTheStart {

        @Test
        void messagesWaitUntilItComes() {
            int port = TestRedis.freePort();
            LiveReplica early = LiveReplica.on(VERTX, "redis://localhost:" + port);
            assertThat(early.applied("early", LiveReplica.said("word", T))).isEqualTo(new Applied.Spooled());
            assertThat(early.isUp()).isFalse();
            early.close();
        }
    }

    @Nested
    class WithTwoReplicas {

        @Test
        void everyCallsSequenceHasNoGapNoRepeatNoRegress() {
            LiveReplica other = LiveReplica.on(VERTX, server.uri());
            Hearing hearing = Hearing.on(VERTX, new RedisOptions().setConnectionString(server.uri()), LiveReplica.SHARDS);
            await().until(other::isUp);
            List<Future<Applied>> all = new ArrayList<>();
            for (int n = 0; n < 40; n++) {
                for (int c = 0; c < 200; c++) {
                    LiveReplica one = (n * 31 + c) % 2 == 0 ? replica : other;
                    all.add(one.apply("call-" + c, n % 5 == 4 ? LiveReplica.said("final " + n, T + n)
                            : LiveReplica.saying("partial " + n, T + n)));
                }
            }
            assertThat(all).allSatisfy(each -> assertThat(get(each)).isNotInstanceOf(Applied.Refused.class));
            replica.awaitDrained();
            other.awaitDrained();

            for (int c = 0; c < 200; c++) {
                assertThat(finals("call-" + c)).hasSize(8);
            }
            await().until(() -> hearing.events().stream().filter(event -> isFinal(event.head())).count() == 200 * 8);
            assertSequences(hearing.events(), 0);
            hearing.close();
            other.close();
        }
    }

    private void say(int calls, int n) {
        List<Future<Applied>> said = new ArrayList<>();
        for (int c = 0; c < calls; c++) {
            said.add(replica.apply("c" + c, LiveReplica.said("word " + (n < 10 ? "0" : "") + n, T + n)));
        }
        said.forEach(each -> assertThat(get(each)).isNotInstanceOf(Applied.Refused.class));
        replica.awaitDrained();
    }

    private static Applied get(Future<Applied> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    private Response ask(Request request) {
        try {
            return redis.send(request).toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    /// The texts of a call's finals as its log has them.
    private List<String> finals(String callId) {
        List<String> texts = new ArrayList<>();
        Response log = ask(Request.cmd(Command.XRANGE).arg(CallKeys.of(LiveReplica.SHARDS, callId).log()).arg("-").arg("+"));
        for (Response entry : log) {
            String own = entry.get(1).get(7).toString();
            if (own.contains("\"text\":\"")) {
                texts.add(own.replaceAll(".*\"text\":\"([^\"]*)\".*", "$1"));
            }
        }
        return texts;
    }

    private static boolean isFinal(EventHead head) {
        return head.utterance() != null && !head.partial();
    }

    /// What the event streams hold.
    private List<EventEntry> streamed() {
        List<EventEntry> events = new ArrayList<>();
        LiveReplica.SHARDS.eventStreams()
            .forEach(stream -> ask(Request.cmd(Command.XRANGE).arg(stream).arg("-").arg("+"))
                .forEach(entry -> events.add(EventEntry.read(entry.get(1).get(1).toString()))));
        return events;
    }

    /// Each call's `seq` counts up by one from 1 within an epoch, and there are no more epochs than allowed.
    private static void assertSequences(List<EventEntry> events, int newEpochs) {
        Map<String, Long> last = new HashMap<>();
        Map<String, List<String>> epochs = new HashMap<>();
        for (EventEntry event : events) {
            String call = event.head().callId();
            String epoch = event.head().epoch();
            List<String> known = epochs.computeIfAbsent(call, _ -> new ArrayList<>());
            if (!known.contains(epoch)) {
                known.add(epoch);
            }
            assertThat(event.head().seq()).as(call).isEqualTo(last.merge(call + epoch, 1L, Long::sum));
        }
        assertThat(epochs).isNotEmpty().allSatisfy((_, known) -> assertThat(known.size()).isLessThanOrEqualTo(1 + newEpochs));
    }
}
