package dev.liveline.events.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.liveline.events.EventEntry;
import dev.liveline.events.UnreadableEntry;
import dev.liveline.events.redis.ReadMode.EachOfUs;
import dev.liveline.events.redis.ReadingLoop.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

class PushedLoopTest {

    private static final Settings FAST = new Settings(Duration.ofMillis(200), Duration.ofMillis(800), 64, Duration.ofMillis(1),
            Duration.ofMillis(20), Duration.ofMillis(200));

    private static TestRedis server;
    private static Vertx vertx;
    private static Redis redis;
    private static int streams;

    private final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private final Queue<String> told = new ConcurrentLinkedQueue<>();
    private final List<PushedLoop> loops = new ArrayList<>();
    private final LoopListener listener = new LoopListener() {
        @Override
        public void connected() {
            told.add("connected");
        }

        @Override
        public void disconnected(Throwable cause) {
            told.add("disconnected: " + cause.getMessage());
        }

        @Override
        public void historyLost(String name) {
            told.add("lost " + name);
        }

        @Override
        public void failed(StreamEntry entry, Throwable cause) {
            told.add("failed " + entry.stream());
        }
    };
    private String one;
    private String other;

    @BeforeAll
    static void startRedis() {
        server = TestRedis.start();
        vertx = Vertx.vertx();
        redis = Redis.createClient(vertx, new RedisOptions().setConnectionString(server.uri())
            .setMaxPoolSize(16)
            .setMaxPoolWaiting(4096));
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        server.close();
    }

    @BeforeEach
    void useFreshStreams() {
        one = "stream-" + ++streams;
        other = "stream-" + ++streams;
    }

    @AfterEach
    void stopLoops() {
        loops.forEach(loop -> get(loop.stop()));
    }

    @Test
    void hearsWhatIsAppendedToAnyOfItsStreamsAfterItStartedInOrder() {
        append(one, "before");
        follow(entry -> heard.add(entry.text(EventEntry.FIELD)));

        IntStream.range(0, 500).forEach(i -> append(i % 3 == 0 ? other : one, Integer.toString(i)));

        await().untilAsserted(() -> assertThat(heard)
            .containsExactlyElementsOf(IntStream.range(0, 500).mapToObj(Integer::toString).toList()));
    }

    @Test
    void bringsTheSameEntryWhetherItWasPushedOrReadFromTheStream() {
        follow(entry -> heard.add(entry.stream() + " " + entry.id() + " " + entry.text(EventEntry.FIELD) + " "
                + entry.bytes(EventEntry.FIELD).length() + " " + entry.optional("other")));
        List<String> appended = new ArrayList<>();

        for (String text : List.of("pushed", "read")) {
            if (text.equals("read")) {
                killSubscribers();
            }
            String id = get(redis.send(EventAppend.request(one, one, 1000, text + "\n{\"text\":\"é\"}"))).toString();
            appended.add(one + " " + id + " " + text + "\n{\"text\":\"é\"} " + (text.length() + 14) + " null");
            id = get(redis.send(EventAppend.request(other, other, 1000, text))).toString();
            appended.add(other + " " + id + " " + text + " " + text.length() + " null");
            await().untilAsserted(() -> assertThat(heard).containsExactlyInAnyOrderElementsOf(appended));
        }
    }

    @Test
    void hearsWhatTheStreamsHoldWhileItsConnectionIsCutAgainAndAgain() {
        follow(entry -> heard.add(entry.stream() + " " + entry.id()));

        List<Future<Response>> appended = new ArrayList<>();
        for (int i = 0; i < 4000; i++) {
            String stream = i % 3 == 0 ? other : one;
            appended.add(redis.send(EventAppend.request(stream, stream, 100_000, Integer.toString(i))));
            if (i % 200 == 100) {
                killSubscribers();
            }
        }
        get(Future.all(appended));

        await().untilAsserted(() -> assertThat(heard).hasSize(4000));
        assertThat(heard).filteredOn(entry -> entry.startsWith(one)).containsExactlyElementsOf(held(one));
        assertThat(heard).filteredOn(entry -> entry.startsWith(other)).containsExactlyElementsOf(held(other));
        assertThat(told).filteredOn("connected"::equals).as("connections").hasSizeGreaterThan(2);
    }

    /// Every second one passes without being appended: heard while the connection holds, and never before what was published before it.
    @Test
    void hearsWhatPassesWhileItIsThereAndMissesNothingElseWhileItsConnectionIsCutAgainAndAgain() {
        follow(entry -> heard.add(entry.text(EventEntry.FIELD)));

        RedisConnection writer = get(redis.connect());
        for (int i = 0; i < 10_000; i += 50) {
            get(writer.batch(IntStream.range(i, i + 50)
                .mapToObj(number -> number % 2 == 0 ? EventAppend.request(one, one, 100_000, Integer.toString(number))
                        : Request.cmd(Command.PUBLISH).arg(one).arg("- " + number))
                .toList()));
            String last = Integer.toString(i + 48);
            if (i % 500 == 0) {
                await().until(() -> heard.contains(last));
                killSubscribers();
            }
        }
        await().until(() -> heard.contains("9998"));
        writer.close();

        List<Integer> numbers = heard.stream().map(Integer::valueOf).toList();
        assertThat(numbers).doesNotHaveDuplicates();
        assertThat(numbers).filteredOn(number -> number % 2 == 0)
            .containsExactlyElementsOf(IntStream.range(0, 5000).map(i -> 2 * i).boxed().toList());
        List<Integer> passed = numbers.stream().filter(number -> number % 2 == 1).toList();
        assertThat(passed).as("what passed while it was there").isNotEmpty().isSorted();
        assertThat(passed).allSatisfy(number -> assertThat(numbers.indexOf(number - 1)).isLessThan(numbers.indexOf(number)));
    }

    /// More than may wait while the streams are read, and more than one read brings.
    @Test
    void catchesUpWithMoreThanMayWaitWhileItReads() {
        follow(entry -> heard.add(entry.text(EventEntry.FIELD)));
        IntStream.range(0, 3).forEach(round -> {
            killSubscribers();
            for (int from = 0; from < 12_000; from += 1000) {
                List<Request> some = IntStream.range(from, from + 1000)
                    .map(number -> round * 12_000 + number)
                    .mapToObj(number -> EventAppend.request(one, one, 100_000, Integer.toString(number)))
                    .toList();
                get(redis.batch(some));
            }
        });

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(heard).hasSize(36_000));
        assertThat(heard).containsExactlyElementsOf(IntStream.range(0, 36_000).mapToObj(Integer::toString).toList());
    }

    @Test
    void goesOnAfterAHandlerThatThrows() {
        follow(entry -> {
            if (entry.text(EventEntry.FIELD).equals("bad")) {
                throw new UnreadableEntry("bad");
            }
            heard.add(entry.text(EventEntry.FIELD));
        });

        append(one, "bad");
        append(one, "good");

        await().untilAsserted(() -> assertThat(heard).containsExactly("good"));
        assertThat(told).contains("failed " + one);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "hello", "12-", "-12 head", "12-1", "1-2-3 head", "1x-2 head",
            "00000000000000000000000000000000000000000000-1 head" })
    void tellsOfAMessageThatNoWriterOfOursPublishedAndGoesOn(String message) {
        follow(entry -> heard.add(entry.text(EventEntry.FIELD)));

        send(Request.cmd(Command.PUBLISH).arg(one).arg(message));
        append(one, "good");

        await().untilAsserted(() -> assertThat(heard).containsExactly("good"));
        assertThat(told).contains("failed " + one);
    }

    @Test
    void tellsThatHistoryWasLostAndHearsOnWhenTheStreamWasForgotten() {
        follow(entry -> heard.add(entry.text(EventEntry.FIELD)));
        // An id far in the future, as if the forgotten primary's clock had been ahead.
        send(Request.cmd(Command.PUBLISH).arg(one).arg("9999999999999-1 ahead"));
        await().until(() -> heard.contains("ahead"));

        killSubscribers();
        await().until(() -> told.contains("lost " + one));
        append(one, "after");

        await().untilAsserted(() -> assertThat(heard).containsExactly("ahead", "after"));
    }

    @Test
    void startsWhenARefusedSubscriptionIsAllowed() {
        send(Request.cmd(Command.ACL).arg("SETUSER").arg("default").arg("resetchannels"));
        try {
            PushedLoop loop = loop(entry -> heard.add(entry.text(EventEntry.FIELD)));
            loop.start();
            await().until(() -> told.stream().filter(word -> word.contains("refuses the subscription")).count() > 1);
            assertThat(told).doesNotContain("connected");
        } finally {
            send(Request.cmd(Command.ACL).arg("SETUSER").arg("default").arg("allchannels"));
        }
        await().until(() -> told.contains("connected"));

        append(one, "allowed");

        await().untilAsserted(() -> assertThat(heard).containsExactly("allowed"));
    }

    @Test
    void hearsNothingAfterItWasStopped() {
        PushedLoop loop = follow(entry -> heard.add(entry.text(EventEntry.FIELD)));
        get(loop.stop());

        append(one, "late");
        PushedLoop witness = loop(entry -> told.add("witness"));
        witness.start();
        await().until(() -> told.stream().filter("connected"::equals).count() == 2);
        append(one, "later");

        await().until(() -> told.contains("witness"));
        assertThat(heard).isEmpty();
    }

    private static List<String> held(String stream) {
        List<String> entries = new ArrayList<>();
        send(Request.cmd(Command.XRANGE).arg(stream).arg("-").arg("+"))
            .forEach(entry -> entries.add(stream + " " + entry.get(0)));
        return entries;
    }

    private PushedLoop follow(Consumer<StreamEntry> handler) {
        PushedLoop loop = loop(handler);
        loop.start();
        await().until(() -> told.contains("connected"));
        return loop;
    }

    private PushedLoop loop(Consumer<StreamEntry> handler) {
        PushedLoop loop = new PushedLoop(vertx, redis, redis, Map.of(one, one, other, other), new EachOfUs(handler), FAST,
                RandomGenerator.of("L64X128MixRandom"), listener);
        loops.add(loop);
        return loop;
    }

    private static void append(String stream, String head) {
        get(redis.send(EventAppend.request(stream, stream, 100_000, head)));
    }

    private static void killSubscribers() {
        send(Request.cmd(Command.CLIENT).arg("KILL").arg("TYPE").arg("pubsub"));
    }

    private static @Nullable Response send(Request request) {
        return get(redis.send(request));
    }

    private static <T> T get(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().orTimeout(20, java.util.concurrent.TimeUnit.SECONDS).join();
    }
}
