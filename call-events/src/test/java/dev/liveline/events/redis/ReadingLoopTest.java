package dev.liveline.events.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import dev.liveline.events.Streams;
import dev.liveline.events.UnreadableEntry;
import dev.liveline.events.redis.ReadMode.EachOfUs;
import dev.liveline.events.redis.ReadMode.OneOfUs;
import dev.liveline.events.redis.ReadingLoop.Settings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

class ReadingLoopTest {

    private static final Settings FAST = new Settings(Duration.ofMillis(200), Duration.ofMillis(800), 64, Duration.ofMillis(1),
            Duration.ofMillis(20),
            Duration.ofMillis(200));

    private static TestRedis server;
    private static Vertx vertx;
    private static Redis redis;
    private static int streams;

    private final List<ReadingLoop> loops = new ArrayList<>();
    private String stream;

    @BeforeAll
    static void startRedis() {
        server = TestRedis.start();
        vertx = Vertx.vertx();
        redis = Redis.createClient(vertx, new RedisOptions().setConnectionString(server.uri())
            .setMaxPoolSize(16)
            .setMaxPoolWaiting(256));
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        server.close();
    }

    @BeforeEach
    void useFreshStream() {
        stream = "stream-" + ++streams;
    }

    @AfterEach
    void stopLoops() {
        loops.forEach(loop -> get(loop.stop()));
    }

    @Nested
    class EachOfUsReading {

        @Test
        void readsWhatIsWrittenAfterItStartedInOrder() {
            add("before", "x");
            Queue<String> read = new ConcurrentLinkedQueue<>();
            each(read::add);

            IntStream.range(0, 500).forEach(i -> add("call", Integer.toString(i)));

            await().untilAsserted(() -> assertThat(read)
                .containsExactlyElementsOf(IntStream.range(0, 500).mapToObj(Integer::toString).toList()));
        }

        @Test
        void bringsTogetherWhatComesThickAndFast() {
            Settings lingering = new Settings(FAST.block(), FAST.grace(), FAST.batch(), Duration.ofSeconds(1),
                    FAST.backoffMin(),
                    FAST.backoffMax());
            Queue<String> read = new ConcurrentLinkedQueue<>();
            start(new EachOfUs(entry -> read.add(entry.text("call"))), LoopListener.NONE, lingering);
            get(redis.batch(List.of(Request.cmd(Command.MULTI), entry("call", "1"), entry("call", "2"),
                    Request.cmd(Command.EXEC))));
            await().until(() -> read.size() == 2);
            long before = reads();

            IntStream.rangeClosed(3, 40).forEach(i -> add("call", Integer.toString(i)));

            await().untilAsserted(() -> assertThat(read)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 40).mapToObj(Integer::toString).toList()));
            assertThat(reads() - before).as("reads for 38 entries").isLessThan(19);
        }

        @Test
        void missesNothingThatWasWrittenWhileItsConnectionWasGone() {
            Queue<String> read = new ConcurrentLinkedQueue<>();
            each(read::add);
            add("call", "1");
            await().until(() -> read.size() == 1);

            for (int i = 2; i <= 20; i++) {
                killReaders();
                add("call", Integer.toString(i));
            }

            await().untilAsserted(() -> assertThat(read)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 20).mapToObj(Integer::toString).toList()));
        }

        @Test
        void goesOnAfterAHandlerThatThrows() {
            Queue<String> read = new ConcurrentLinkedQueue<>();
            AtomicInteger failures = new AtomicInteger();
            each(text -> {
                if (text.equals("bad")) {
                    throw new UnreadableEntry("bad");
                }
                read.add(text);
            }, new LoopListener() {
                @Override
                public void failed(StreamEntry entry, Throwable cause) {
                    failures.incrementAndGet();
                }
            });

            add("call", "bad");
            add("call", "good");

            await().untilAsserted(() -> assertThat(read).containsExactly("good"));
            assertThat(failures).hasValue(1);
        }

        @Test
        void tellsThatHistoryWasLostAndReadsOnWhenTheStreamWasForgotten() {
            Queue<String> read = new ConcurrentLinkedQueue<>();
            Queue<String> lost = new ConcurrentLinkedQueue<>();
            each(read::add, new LoopListener() {
                @Override
                public void historyLost(String name) {
                    lost.add(name);
                }
            });
            // An id far in the future, as if the forgotten primary's clock had been ahead.
            send(Request.cmd(Command.XADD).arg(stream).arg("9999999999999-1").arg("call").arg("ahead"));
            await().until(() -> read.contains("ahead"));

            send(Request.cmd(Command.DEL).arg(stream));
            killReaders();
            await().until(() -> lost.contains(stream));
            add("call", "after");

            await().untilAsserted(() -> assertThat(read).containsExactly("ahead", "after"));
        }
    }

    @Nested
    class OneOfUsReading {

        @Test
        void handlesEachEntryOnceOverAllMembersOfTheGroup() {
            Map<String, AtomicInteger> handled = new ConcurrentHashMap<>();
            IntStream.range(0, 3).forEach(member -> one("member-" + member, 10_000, 3, entry -> {
                handled.computeIfAbsent(entry.text("call"), _ -> new AtomicInteger()).incrementAndGet();
                return Future.succeededFuture();
            }));

            IntStream.range(0, 300).forEach(i -> add("call", "c" + i));

            await().untilAsserted(() -> assertThat(handled).hasSize(300));
            assertThat(handled.values()).allMatch(count -> count.get() == 1);
            await().untilAsserted(() -> assertThat(pending()).isZero());
        }

        @Test
        void handlesEntriesOfOneCallInOrderAndOthersMeanwhile() {
            Promise<Void> gate = Promise.promise();
            Queue<String> order = new ConcurrentLinkedQueue<>();
            one("m", 10_000, 3, entry -> {
                String step = entry.text("call") + entry.text("step");
                order.add(step);
                return step.equals("a1") ? gate.future() : Future.succeededFuture();
            });

            add("call", "a", "step", "1");
            add("call", "a", "step", "2");
            add("call", "b", "step", "1");

            await().untilAsserted(() -> assertThat(order).containsExactly("a1", "b1"));
            gate.complete();
            await().untilAsserted(() -> assertThat(order).containsExactly("a1", "b1", "a2"));
        }

        @Test
        void readsNoMoreThanItMayHaveInWork() {
            AtomicInteger inWork = new AtomicInteger();
            AtomicInteger highest = new AtomicInteger();
            AtomicInteger done = new AtomicInteger();
            one("m", 10_000, 3, _ -> {
                highest.accumulateAndGet(inWork.incrementAndGet(), Math::max);
                Promise<Void> later = Promise.promise();
                vertx.setTimer(2, _ -> {
                    inWork.decrementAndGet();
                    done.incrementAndGet();
                    later.complete();
                });
                return later.future();
            });

            IntStream.range(0, 200).forEach(i -> add("call", "c" + i));

            await().until(() -> done.get() == 200);
            assertThat(highest.get()).isBetween(2, 16);
        }

        @Test
        void takesOverWhatADeadMemberLeftUnfinished() {
            send(Request.cmd(Command.XGROUP).arg("CREATE").arg(stream).arg("group").arg("0").arg("MKSTREAM"));
            add("call", "orphan");
            send(Request.cmd(Command.XREADGROUP).arg("GROUP").arg("group").arg("dead").arg("STREAMS").arg(stream).arg(">"));
            Queue<String> read = new ConcurrentLinkedQueue<>();

            one("alive", 100, 3, entry -> {
                read.add(entry.text("call"));
                return Future.succeededFuture();
            });

            await().untilAsserted(() -> assertThat(read).containsExactly("orphan"));
            await().untilAsserted(() -> assertThat(pending()).isZero());
        }

        @Test
        void isNotHeldUpByEntriesThatWereErasedWhilePending() {
            send(Request.cmd(Command.XGROUP).arg("CREATE").arg(stream).arg("group").arg("0").arg("MKSTREAM"));
            IntStream.range(0, 40).forEach(_ -> add("call", "erased"));
            add("call", "orphan");
            send(Request.cmd(Command.XREADGROUP).arg("GROUP").arg("group").arg("dead").arg("STREAMS").arg(stream).arg(">"));
            send(Request.cmd(Command.XTRIM).arg(stream).arg("MAXLEN").arg(1));
            Queue<String> read = new ConcurrentLinkedQueue<>();

            one("alive", 100, 3, entry -> {
                read.add(entry.text("call"));
                return Future.succeededFuture();
            });

            await().untilAsserted(() -> assertThat(read).containsExactly("orphan"));
            await().untilAsserted(() -> assertThat(pending()).isZero());
        }

        @Test
        void givesUpAfterTheAllowedDeliveriesAndKeepsTheEntryWithItsReason() {
            AtomicInteger deliveries = new AtomicInteger();
            one("m", 100, 3, _ -> {
                deliveries.incrementAndGet();
                return Future.failedFuture("always");
            });

            add("call", "poison");

            await().untilAsserted(() -> assertThat(deadLetters()).hasSize(1));
            assertThat(deadLetters().getFirst()).contains("poison", "given up after 3 deliveries");
            assertThat(deliveries).hasValue(3);
            await().untilAsserted(() -> assertThat(pending()).isZero());
        }

        @Test
        void setsAnUnreadableEntryAsideAtOnce() {
            Set<String> read = ConcurrentHashMap.newKeySet();
            one("m", 60_000, 3, entry -> {
                if (entry.text("call").equals("garbled")) {
                    throw new UnreadableEntry("member at is missing");
                }
                read.add(entry.text("call"));
                return Future.succeededFuture();
            });

            add("call", "garbled");
            add("call", "fine");

            await().untilAsserted(() -> assertThat(deadLetters()).hasSize(1));
            assertThat(deadLetters().getFirst()).contains("garbled", "member at is missing");
            await().untilAsserted(() -> assertThat(read).containsExactly("fine"));
        }

        @Test
        void goesOnWhenTheGroupWasForgotten() {
            Set<String> read = new HashSet<>();
            one("m", 10_000, 3, entry -> {
                read.add(entry.text("call"));
                return Future.succeededFuture();
            });
            add("call", "1");
            await().until(() -> read.contains("1"));

            send(Request.cmd(Command.DEL).arg(stream));
            add("call", "2");

            await().until(() -> read.contains("2"));
        }
    }

    private void each(java.util.function.Consumer<String> consumer) {
        each(consumer, LoopListener.NONE);
    }

    private void each(java.util.function.Consumer<String> consumer, LoopListener listener) {
        start(new EachOfUs(entry -> consumer.accept(entry.text("call"))), listener);
    }

    private void one(String consumer, long minIdleMillis, int maxDeliveries,
            java.util.function.Function<StreamEntry, Future<Void>> handler) {
        start(new OneOfUs("group", consumer, 16, Duration.ofMillis(minIdleMillis), maxDeliveries, handler), LoopListener.NONE);
    }

    private void start(ReadMode mode, LoopListener listener) {
        start(mode, listener, FAST);
    }

    private void start(ReadMode mode, LoopListener listener, Settings settings) {
        ReadingLoop loop = new ReadingLoop(vertx, redis, List.of(stream), mode, settings,
                RandomGenerator.of("L64X128MixRandom"),
                listener);
        loops.add(loop);
        loop.start();
        await().until(loop::reads);
    }

    private void add(String... fields) {
        send(entry(fields));
    }

    private Request entry(String... fields) {
        Request add = Request.cmd(Command.XADD).arg(stream).arg("*");
        for (String field : fields) {
            add.arg(field);
        }
        return add;
    }

    /// XREADs that Redis has taken so far.
    private static long reads() {
        Matcher calls = Pattern.compile("cmdstat_xread:calls=(\\d+)")
            .matcher(send(Request.cmd(Command.INFO).arg("commandstats")).toString());
        return calls.find() ? Long.parseLong(calls.group(1)) : 0;
    }

    private static void killReaders() {
        send(Request.cmd(Command.CLIENT).arg("KILL").arg("TYPE").arg("normal").arg("SKIPME").arg("yes"));
    }

    private long pending() {
        return send(Request.cmd(Command.XPENDING).arg(stream).arg("group")).get(0).toLong();
    }

    private List<String> deadLetters() {
        List<String> letters = new ArrayList<>();
        send(Request.cmd(Command.XRANGE).arg(Streams.deadLetters(stream)).arg("-").arg("+"))
            .forEach(entry -> letters.add(entry.get(1).toString()));
        return letters;
    }

    private static Response send(Request request) {
        // A test's own connection may be among those it killed: Redis answers the next one.
        return get(redis.send(request).recover(_ -> redis.send(request)));
    }

    private static <T> T get(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().orTimeout(20, java.util.concurrent.TimeUnit.SECONDS).join();
    }
}
