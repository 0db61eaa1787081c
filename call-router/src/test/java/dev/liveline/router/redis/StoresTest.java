package dev.liveline.router.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.liveline.router.redis.Admission.Entry;
import dev.liveline.router.routing.Fallback;
import dev.liveline.router.routing.NumberRoute;
import dev.liveline.router.routing.RouteMode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;

class StoresTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int LIMIT = 10;

    private static Stores stores;
    private static ExecutorService threads;

    private final Stores.Replica one = stores.new Replica();
    private final Stores.Replica two = stores.new Replica();

    @BeforeAll
    static void start() {
        stores = new Stores(
                Map.of("liveline.vapi.max-concurrent-calls", Integer.toString(LIMIT), "liveline.vapi.outage-share", "0.5",
                        "liveline.routing.repetition-budget", "1s"));
        threads = Executors.newVirtualThreadPerTaskExecutor();
    }

    @AfterAll
    static void stop() {
        threads.shutdownNow();
        stores.close();
    }

    @AfterEach
    void forgetAll() {
        await().atMost(LONG).ignoreExceptions().until(() -> Waiting.on(one.redis.send(Request.cmd(Command.FLUSHALL))) != null);
    }

    @Nested
    class Slots {

        @Test
        void areNeverMoreThanTheLimitWhateverArrivesAtOnce() throws Exception {
            List<Future<Entry>> arrivals = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String holder = "call-" + i;
                Admission admission = i % 2 == 0 ? one.admission : two.admission;
                arrivals.add(threads.submit(() -> admission.enter(holder)));
            }

            int entered = 0;
            for (Future<Entry> arrival : arrivals) {
                entered += arrival.get() == Entry.ENTERED ? 1 : 0;
            }

            assertThat(entered).isEqualTo(LIMIT);
            assertThat(two.admission.capacity()).isEqualTo(new Admission.Capacity(LIMIT, LIMIT));
        }

        @Test
        void areTakenOnceByOneHolderAndKeptUnderItsNewName() {
            one.admission.enter("CA1");
            two.admission.enter("CA1");
            one.admission.rename("CA1", "vapi-1");

            await().atMost(LONG)
                .until(() -> Waiting
                    .on(one.redis.send(Request.cmd(Command.ZSCORE).arg("liveline:vapi:slots").arg("vapi-1"))) != null);
            assertThat(one.admission.capacity().active()).isEqualTo(1);
        }

        @Test
        void areFreeAgainWhenTheirHolderLeaves() {
            for (int i = 0; i < LIMIT; i++) {
                one.admission.enter("call-" + i);
            }
            assertThat(two.admission.enter("late")).isEqualTo(Entry.FULL);
            Waiting.on(two.admission.leave("call-3"));
            assertThat(two.admission.enter("late")).isEqualTo(Entry.ENTERED);
        }

        @Test
        void areAskedAfterByOneReplicaOnceTheirLeaseRanOut() {
            one.admission.enter("old");
            assertThat(one.admission.overdue()).isEmpty();
            stores.passes(Duration.ofMinutes(3));

            assertThat(one.admission.overdue()).containsExactly("old");
            assertThat(two.admission.overdue()).isEmpty();
            assertThat(one.admission.capacity().active()).isEqualTo(1);
        }

        @Test
        void areGivenOutByShareWhileRedisIsAwayAndToldAfterwards() {
            for (int i = 0; i < 4; i++) {
                one.admission.enter("before-" + i);
            }
            stores.server.stop();
            try {
                List<Entry> entries = new ArrayList<>();
                for (int i = 0; i < 6; i++) {
                    entries.add(one.admission.enter("during-" + i));
                }
                // Six were free; half of them are this replica's.
                assertThat(entries).containsExactly(Entry.ENTERED, Entry.ENTERED, Entry.ENTERED, Entry.UNCOUNTED,
                        Entry.UNCOUNTED,
                        Entry.UNCOUNTED);
                assertThat(one.admission.enter("during-0")).isEqualTo(Entry.ENTERED);
            } finally {
                stores.server.restart();
            }
            await().atMost(LONG).ignoreExceptions().until(() -> {
                one.admission.overdue();
                return one.admission.capacity().active() == 3;
            });
        }
    }

    @Nested
    class AnAnswer {

        @Test
        void isMadeOnceThoughAskedForEverywhereAtOnce() throws Exception {
            AtomicInteger made = new AtomicInteger();
            List<Future<String>> asked = new ArrayList<>();
            String name = UUID.randomUUID().toString();
            for (int i = 0; i < 40; i++) {
                Answers answers = i % 2 == 0 ? one.answers : two.answers;
                asked.add(threads
                    .submit(() -> answers.once("call", List.of(name), () -> "answer " + made.incrementAndGet(),
                            () -> "unfinished")));
            }
            for (Future<String> answer : asked) {
                assertThat(answer.get()).isEqualTo("answer 1");
            }
            assertThat(made).hasValue(1);
        }

        @Test
        void isTheSameByAnyOfItsNames() {
            String token = UUID.randomUUID().toString();
            one.answers.once("call", List.of("token:" + token, "call:" + token), () -> "first", () -> "unfinished");

            await().atMost(LONG)
                .untilAsserted(() -> assertThat(
                        stores.new Replica().answers.once("call", List.of("call:" + token), () -> "second", () -> "unfinished"))
                    .isEqualTo("first"));
        }

        @Test
        void isTheSameByANameThatCameWithALaterDelivery() {
            String call = "call:" + UUID.randomUUID();
            one.answers.once("call", List.of("token:1" + call, call), () -> "first", () -> "unfinished");
            one.answers.once("call", List.of("token:2" + call, call), () -> "second", () -> "unfinished");

            assertThat(one.answers.once("call", List.of("token:2" + call, call), () -> "third", () -> "unfinished"))
                .isEqualTo("first");
        }

        @Test
        void isUnfinishedIfTheReplicaThatBeganItDied() {
            String name = UUID.randomUUID().toString();
            Waiting.on(one.redis.send(Request.cmd(Command.SET).arg("liveline:answer:" + name).arg("?")));

            assertThat(two.answers.once("call", List.of(name), () -> "again", () -> "unfinished")).isEqualTo("unfinished");
        }

        @Test
        void isMadeOnceByAReplicaThatCannotAskRedis() {
            String name = UUID.randomUUID().toString();
            AtomicInteger made = new AtomicInteger();
            stores.server.stop();
            try {
                String first = one.answers.once("call", List.of(name), () -> "answer " + made.incrementAndGet(),
                        () -> "unfinished");
                assertThat(
                        one.answers.once("call", List.of(name), () -> "answer " + made.incrementAndGet(), () -> "unfinished"))
                    .isEqualTo(first);
            } finally {
                stores.server.restart();
            }
        }
    }

    @Nested
    class ALeg {

        @Test
        void hasNoOlderNewsAfterANewerOne() {
            assertThat(one.legs.isNewer("CA9", 0)).isTrue();
            assertThat(two.legs.isNewer("CA9", 2)).isTrue();
            assertThat(one.legs.isNewer("CA9", 1)).isFalse();
            assertThat(one.legs.isNewer("CA9", 2)).isFalse();
        }

        @Test
        void isOverOnce() {
            assertThat(one.legs.isFirst("CA8", "over")).isTrue();
            assertThat(two.legs.isFirst("CA8", "over")).isFalse();
        }

        @Test
        void isKnownToTheOtherReplicas() {
            CallerLeg leg = new CallerLeg("CA7", "vapi-7", "+15550001000", null, "billing", "bypass");
            one.legs.remember(leg);
            await().atMost(LONG).untilAsserted(() -> assertThat(two.legs.find("CA7")).contains(leg));
        }
    }

    @Nested
    class TheNumberTable {

        private static final String NUMBER = "+15550001001";

        private final Stores.Replica other = stores.new Replica();

        @AfterEach
        void stop() {
            one.numbers.stop(new ShutdownEvent());
        }

        @Test
        void keepsWhatIsPutWhileItIsRead() {
            other.numbers.put(route("Before"));
            beginToRead(() -> one.numbers.start(new StartupEvent()));
            one.numbers.put(route("Now"));
            one.reads.letGo();

            await().atMost(LONG).until(one.numbers::seen);
            assertThat(one.numbers.known(NUMBER)).contains(route("Now"));
        }

        @Test
        void doesNotBringBackWhatIsRemovedWhileItIsRead() {
            other.numbers.put(route("Before"));
            beginToRead(() -> one.numbers.start(new StartupEvent()));
            one.numbers.remove(NUMBER);
            one.reads.letGo();

            await().atMost(LONG).until(one.numbers::seen);
            assertThat(one.numbers.known()).isEmpty();
        }

        @Test
        void keepsWhatIsPutWhileACallAsksForIt() throws Exception {
            one.numbers.put(route("Before"));
            AtomicReference<Future<?>> call = new AtomicReference<>();
            beginToRead(() -> call.set(threads.submit(() -> one.numbers.find(NUMBER))));
            one.numbers.put(route("Now"));
            one.reads.letGo();

            call.get().get();
            assertThat(one.numbers.known(NUMBER)).contains(route("Now"));
        }

        private void beginToRead(Runnable reading) {
            one.reads.hold();
            reading.run();
            await().atMost(LONG).until(one.reads::holding);
        }

        private static NumberRoute route(String say) {
            return new NumberRoute(NUMBER, RouteMode.DIRECT, null, null, null, null, new Fallback(List.of(), null, false, say));
        }
    }

    @Nested
    class ANumberWhoseStoredRouteIsUnreadable {

        @ParameterizedTest
        @ValueSource(strings = { "no JSON", "{}", "{\"mode\":\"teleport\",\"fallback\":{\"dial\":[]}}" })
        void hasNoRoute(String stored) {
            Waiting.on(one.redis.send(Request.cmd(Command.SET).arg("liveline:number:+15550007777").arg(stored)));

            assertThat(one.numbers.find("+15550007777")).isEmpty();
        }
    }

    @Nested
    class WhatRedisTakesTooLate {

        /// Longer than the budget: whoever wrote has given up when it is written.
        private void redisHesitates() {
            Waiting.on(two.redis.send(Request.cmd(Command.CLIENT).arg("PAUSE").arg(3_000).arg("WRITE")));
        }

        @Test
        void isForgottenInItsTimeAllTheSame() {
            one.answers.once("call-late", List.of("late:" + UUID.randomUUID()), () -> {
                redisHesitates();
                one.legs.remember(new CallerLeg("CA-late", "call-late", "+15550001000", "+15557771000", "billing", "sip"));
                return "answer";
            }, () -> "unfinished");

            assertIsNotKeptForEver("liveline:leg:CA-late");
            assertIsNotKeptForEver("liveline:answers:call-late");
        }

        private void assertIsNotKeptForEver(String key) {
            await().atMost(LONG)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(Waiting.on(two.redis.send(Request.cmd(Command.PTTL).arg(key))).toLong())
                    .as("time to live of %s", key)
                    .isPositive());
        }
    }

    @Nested
    class ARequestWithAKey {

        @Test
        void hasOneResult() {
            assertThat(one.requests.once("r-1", "f", () -> "first")).isEqualTo("first");
            await().atMost(LONG)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(two.requests.once("r-1", "f", () -> "second")).isEqualTo("first"));
        }

        @Test
        void isInWorkUntilThen() {
            one.requests.once("r-2", "f", () -> {
                assertThatThrownBy(() -> two.requests.once("r-2", "f", () -> "second")).isInstanceOf(Requests.InWork.class);
                return "first";
            });
        }

        @Test
        void isNotAnotherRequest() {
            one.requests.once("r-3", "f", () -> "first");
            assertThatThrownBy(() -> two.requests.once("r-3", "g", () -> "second")).isInstanceOf(Requests.Other.class);
        }

        @Test
        void canBeMadeAgainIfItFailed() {
            assertThatThrownBy(() -> one.requests.once("r-4", "f", () -> {
                throw new IllegalStateException("failed");
            })).isInstanceOf(IllegalStateException.class);
            await().atMost(LONG)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(two.requests.once("r-4", "f", () -> "second")).isEqualTo("second"));
        }
    }
}
