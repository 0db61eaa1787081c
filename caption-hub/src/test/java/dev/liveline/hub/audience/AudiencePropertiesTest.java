package dev.liveline.hub.audience;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.liveline.events.EventTypes;

/// The promise to viewers, over random histories: events are written, the feed lags, loses entries and comes back, Redis forgets, reads take
/// their time or fail, wires fill up and empty, viewers come, go and resume, all in an order that a seed decides.
///
/// After every step each wire's `seq` rises, and skips nothing but partials that a newer caption replaced. When all is quiet every viewer
/// holds the call as it is. A failing seed is the argument to run again.
class AudiencePropertiesTest {

    private static final int STEPS = 400;

    static List<Long> seeds() {
        List<Long> seeds = new ArrayList<>();
        for (long seed = 1; seed <= 300; seed++) {
            seeds.add(seed);
        }
        return seeds;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyViewerEndsWithTheCallAsItIs(long seed) {
        World world = new World(new Random(seed));
        for (int step = 0; step < STEPS; step++) {
            world.step();
        }
        world.becomeQuiet();

        for (Browser browser : world.browsers) {
            if (!browser.viewer.isClosed()) {
                assertThat(browser.captions(0)).as("seed %d, first call", seed).isEqualTo(world.calls.get(0).captions());
                assertThat(browser.captions(1)).as("seed %d, second call", seed).isEqualTo(world.calls.get(1).captions());
            }
        }
    }

    /// One call as Redis holds it. Every event has an id of its own in its JSON, so that a forgotten event and the one that took its `seq`
    /// can be told apart.
    private static final class Call {

        private final String id;
        private String epoch = "e1";
        private final List<Message> history = new ArrayList<>();
        private int epochs = 1;
        /// How often Redis forgot events of this call.
        private int forgotten;

        Call(String id) {
            this.id = id;
        }

        long seq() {
            return history.isEmpty() ? 0 : history.getLast().seq();
        }

        /// Finals, and the newest partial of each open utterance, by utterance.
        Map<String, String> captions() {
            return captionsOf(history);
        }

        Message caption(String utterance, boolean partial, int unique) {
            return add(new Message(id, epoch, seq() + 1, EventTypes.CAPTION, "t", utterance, partial, json(unique), 1));
        }

        Message other(int unique) {
            String type = history.isEmpty() ? EventTypes.CALL_STARTED : EventTypes.SPEECH;
            return add(new Message(id, epoch, seq() + 1, type, "t", null, false, json(unique), 1));
        }

        boolean isOpen(String utterance) {
            return history.stream().noneMatch(event -> utterance.equals(event.utterance()) && !event.partial());
        }

        void beginAnew() {
            epoch = "e" + ++epochs;
            history.clear();
        }

        CallView view(long after) {
            if (history.isEmpty()) {
                return new CallView.Unknown(new Message(id, "", 0, "snapshot", null, null, false, new byte[0], 0));
            }
            List<Message> held = held();
            String all = String.join(",", held.stream().map(event -> event.utterance() + "=" + words(event)).toList());
            Message snapshot = after > 0
                    ? null
                    : new Message(id, epoch, seq(), "snapshot", null, null, false, all.getBytes(StandardCharsets.UTF_8),
                            forgotten);
            return new CallView.Known(epoch, seq(), "t", 1, after, held.stream().filter(event -> event.seq() > after).toList(),
                    snapshot);
        }

        /// What the log and the open partials hold.
        private List<Message> held() {
            Map<String, Message> open = new HashMap<>();
            List<Message> held = new ArrayList<>();
            for (Message event : history) {
                if (event.partial()) {
                    open.put(event.utterance(), event);
                } else {
                    held.add(event);
                    open.remove(String.valueOf(event.utterance()));
                }
            }
            held.addAll(open.values());
            held.sort(Comparator.comparingLong(Message::seq));
            return held;
        }

        private Message add(Message event) {
            history.add(event);
            return event;
        }

        private static byte[] json(int unique) {
            return Integer.toString(unique).getBytes(StandardCharsets.UTF_8);
        }
    }

    private static String words(Message event) {
        return new String(event.json(), StandardCharsets.UTF_8);
    }

    private static Map<String, String> captionsOf(List<Message> events) {
        Map<String, String> captions = new TreeMap<>();
        events.stream()
            .filter(event -> event.utterance() != null)
            .forEach(event -> captions.put(event.utterance(), words(event)));
        return captions;
    }

    /// A viewer of both calls, with a wire that fills up.
    private final class Browser implements Line {

        private final World world;
        private final Map<String, Position> stands = new HashMap<>();
        private final Map<String, Map<String, String>> shown = new LinkedHashMap<>();
        /// How much had been forgotten of a call when its newest snapshot was read.
        private final Map<String, Long> toldAfter = new HashMap<>();
        private int room = 3;
        private Viewer viewer;

        Browser(World world) {
            this.world = world;
        }

        Map<String, String> captions(int call) {
            return shown.getOrDefault(world.calls.get(call).id, Map.of());
        }

        @Override
        public boolean writable() {
            return room > 0;
        }

        @Override
        public void write(Message message) {
            assertThat(room).isPositive();
            room--;
            String call = message.callId();
            if (message.type().equals("snapshot")) {
                Map<String, String> all = new TreeMap<>();
                for (String part : words(message).isEmpty() ? new String[0] : words(message).split(",")) {
                    if (!part.startsWith("null=")) {
                        all.put(part.split("=")[0], part.split("=")[1]);
                    }
                }
                shown.put(call, all);
                stands.put(call, message.epoch().isEmpty() ? null : new Position(message.epoch(), message.seq()));
                toldAfter.put(call, message.writtenAt());
                return;
            }
            Position before = stands.get(call);
            long from = before == null ? 0 : before.seq();
            if (before != null) {
                assertThat(message.epoch()).isEqualTo(before.epoch());
            }
            assertThat(message.seq()).as("%s after %s", message, before).isGreaterThan(from);
            world.mayBeSkipped(message, from);
            stands.put(call, new Position(message.epoch(), message.seq()));
            if (message.utterance() != null) {
                shown.computeIfAbsent(call, _ -> new TreeMap<>()).put(message.utterance(), words(message));
            }
        }

        @Override
        public void flush() {
            // What is written here has arrived.
        }

        @Override
        public void close(CloseReason reason) {
            world.closed++;
        }
    }

    private final class World implements Loop {

        private final Random random;
        private final List<Call> calls = List.of(new Call("one"), new Call("two"));
        private final Deque<Message> stream = new ArrayDeque<>();
        private final Deque<Runnable> tasks = new ArrayDeque<>();
        private final List<Runnable> timers = new ArrayList<>();
        private final List<Runnable> reads = new ArrayList<>();
        private final List<Browser> browsers = new ArrayList<>();
        private final CaptionHub hub;
        private final Audience audience;
        private boolean forgetful;
        private int unique;
        private int closed;

        World(Random random) {
            this.random = random;
            SharedReads<CallView> shared = new SharedReads<>(this::read, 2);
            SharedReads<LobbyView> none = new SharedReads<>((_, _, answer) -> answer.unavailable(), 1);
            hub = new CaptionHub(6, 10_000, shared, none, _ -> 0, AudienceListener.NONE);
            audience = hub.openAudience(this);
        }

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        @Override
        public void later(Duration pause, Runnable task) {
            timers.add(task);
        }

        /// A read happens at one moment and its answer arrives at a later one.
        private void read(String callId, long after, SharedReads.Answer<CallView> answer) {
            reads.add(() -> {
                Call call = calls.stream().filter(candidate -> candidate.id.equals(callId)).findFirst().orElseThrow();
                CallView view = call.view(after);
                boolean fails = random.nextInt(10) == 0;
                reads.add(() -> {
                    if (fails) {
                        answer.unavailable();
                    } else {
                        answer.arrived(view);
                    }
                });
            });
        }

        void step() {
            switch (random.nextInt(20)) {
                case 0, 1, 2, 3, 4 -> write(calls.get(random.nextInt(2)));
                case 5, 6, 7 -> feed(1 + random.nextInt(4));
                case 8, 9, 10, 11 -> runTask();
                case 12, 13 -> runRead();
                case 14 -> runTimer();
                case 15, 16 -> makeRoom();
                case 17 -> comeOrGo();
                case 18 -> {
                    // The feed loses entries, for example because the stream was trimmed, and comes back.
                    if (random.nextInt(4) == 0) {
                        stream.clear();
                        hub.verify(0);
                    } else if (random.nextInt(6) == 0) {
                        stream.poll();
                    } else if (random.nextInt(4) == 0) {
                        // Or it comes back and reads what the stream holds, before it takes what of the partials was published meanwhile.
                        List<Message> passed = stream.stream().filter(Message::partial).toList();
                        stream.removeIf(Message::partial);
                        stream.addAll(passed.subList(random.nextInt(passed.size() + 1), passed.size()));
                        hub.verify(0);
                    }
                }
                default -> {
                    if (random.nextInt(8) == 0) {
                        forget(calls.get(random.nextInt(2)));
                    }
                }
            }
        }

        void becomeQuiet() {
            // One more event of each call shows a gap to whoever has one; then everything runs dry.
            calls.forEach(this::write);
            hub.verify(0);
            for (int round = 0; round < 10_000; round++) {
                feed(100);
                browsers.forEach(browser -> {
                    browser.room = 1_000;
                    browser.viewer.drain();
                });
                if (tasks.isEmpty() && reads.isEmpty() && timers.isEmpty() && stream.isEmpty()) {
                    return;
                }
                runTask();
                runRead();
                runTimer();
            }
            throw new AssertionError("never quiet");
        }

        /// Fails if a viewer misses something between two of its events that nothing later replaces.
        void mayBeSkipped(Message arrived, long from) {
            if (forgetful) {
                return;
            }
            Call call = calls.stream().filter(candidate -> candidate.id.equals(arrived.callId())).findFirst().orElseThrow();
            if (!call.epoch.equals(arrived.epoch())) {
                return;
            }
            for (Message between : call.history) {
                if (between.seq() > from && between.seq() < arrived.seq()) {
                    boolean replaced = between.partial() && call.history.stream()
                        .anyMatch(newer -> newer.seq() > between.seq() && between.utterance().equals(newer.utterance()));
                    assertThat(replaced).as("%s was skipped before %s", between, arrived).isTrue();
                }
            }
        }

        private void write(Call call) {
            unique++;
            String utterance = "u" + (1 + random.nextInt(1 + unique / 6));
            Message event = call.history.isEmpty() || random.nextInt(4) == 0 || !call.isOpen(utterance)
                    ? call.other(unique)
                    : call.caption(utterance, random.nextInt(3) > 0, unique);
            stream.add(event);
        }

        private void feed(int most) {
            List<Message> batch = new ArrayList<>();
            while (batch.size() < most && !stream.isEmpty()) {
                batch.add(stream.poll());
            }
            hub.publish(batch);
        }

        private void runTask() {
            Runnable task = tasks.poll();
            if (task != null) {
                task.run();
            }
        }

        private void runRead() {
            if (!reads.isEmpty()) {
                reads.remove(random.nextInt(reads.size())).run();
            }
        }

        private void runTimer() {
            if (!timers.isEmpty()) {
                timers.removeFirst().run();
            }
        }

        private void makeRoom() {
            if (!browsers.isEmpty()) {
                Browser browser = browsers.get(random.nextInt(browsers.size()));
                browser.room = random.nextInt(4);
                browser.viewer.drain();
            }
        }

        private void comeOrGo() {
            if (browsers.size() < 4) {
                browsers.add(watching(new Browser(this)));
                return;
            }
            Browser leaving = browsers.remove(random.nextInt(browsers.size()));
            leaving.viewer.close(CloseReason.LEFT);
            Browser back = new Browser(this);
            for (Call call : calls) {
                // Who was away while Redis forgot cannot be told by a position of the same epoch; that is what epochs are for.
                if (leaving.toldAfter.getOrDefault(call.id, 0L) == call.forgotten) {
                    back.stands.put(call.id, leaving.stands.get(call.id));
                    back.toldAfter.put(call.id, (long) call.forgotten);
                    back.shown.put(call.id, new TreeMap<>(leaving.shown.getOrDefault(call.id, Map.of())));
                }
            }
            browsers.add(watching(back));
        }

        private Browser watching(Browser browser) {
            browser.viewer = audience.admitToCalls(browser, _ -> true, callId -> Message.aside("error", new byte[0]));
            calls.forEach(call -> browser.viewer.watch(call.id, browser.stands.get(call.id)));
            return browser;
        }

        /// A failover that forgot the newest events, told or not yet told; or all of them, which begins another epoch.
        private void forget(Call call) {
            forgetful = true;
            call.forgotten++;
            if (random.nextInt(3) == 0) {
                call.beginAnew();
                write(call);
                return;
            }
            int events = Math.min(call.history.size() - 1, 1 + random.nextInt(3));
            for (int i = 0; i < events; i++) {
                Message gone = call.history.removeLast();
                stream.remove(gone);
            }
            hub.restart(0);
        }
    }
}
