package dev.liveline.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import dev.liveline.events.CallEvent;
import dev.liveline.events.CallEvent.Caption;
import dev.liveline.events.Speaker;
import dev.liveline.simulator.scenario.Delivery;
import dev.liveline.simulator.scenario.Fault;
import dev.liveline.simulator.scenario.Fault.Loss;
import dev.liveline.simulator.scenario.Outcome;
import dev.liveline.simulator.scenario.ScenarioGenerator;
import dev.liveline.simulator.scenario.ScriptedCall;
import dev.liveline.simulator.scenario.ServerMessage.TranscriptHeard;
import dev.liveline.simulator.scenario.ServerMessage.UserInterrupted;
import dev.liveline.simulator.scenario.TimedMessage;
import dev.liveline.simulator.scenario.Timeline;
import dev.liveline.simulator.vapi.CallFacts;
import dev.liveline.simulator.vapi.CallJson;
import dev.liveline.simulator.vapi.Dialect;
import dev.liveline.transcript.call.CallReducer;
import dev.liveline.transcript.call.CallRules;
import dev.liveline.transcript.call.CallState;
import dev.liveline.transcript.call.Fact;
import dev.liveline.transcript.call.Happening.TextHeard;
import dev.liveline.transcript.redis.MemoryRedis;
import dev.liveline.transcript.vapi.VapiFacts;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/// Any order, duplication, delay and loss of a call's messages, over two replicas that know nothing of each other but what Redis holds: the
/// rules of docs/interfaces.md hold after every step.
///
/// A failure names its seed and lists the deliveries up to the first step that broke a rule: the shortest failing prefix. To replay it, put the
/// seed into `SEEDS`.
class CallPropertiesTest {

    private static final LongStream SEEDS = LongStream.range(0, 1_000);
    /// Held strongly, or its level is forgotten with it: lost answers are the rule here, not news.
    private static final java.util.logging.Logger QUIET = java.util.logging.Logger.getLogger(CallLane.class.getName());

    static {
        QUIET.setLevel(java.util.logging.Level.SEVERE);
    }

    private static final long BEGIN = 1_787_000_000_000L;
    private static final List<Fault> TROUBLE = List.of(new Fault.Duplicated(0.15, Duration.ofSeconds(3)),
            new Fault.Reordered(0.25, Duration.ofMillis(1200)), new Fault.Delayed(0.01, Duration.ofSeconds(2)));

    @Test
    void whateverTheOrderEveryFinalIsThereOnceAndNoRuleIsBroken() {
        SEEDS.forEach(seed -> {
            ScriptedCall call = new ScenarioGenerator(seed).call(0);
            List<Fault> faults = new ArrayList<>(TROUBLE);
            faults.add(new Fault.Dropped(0.2, Loss.REPLACEABLE));
            Simulation simulation = new Simulation(seed, call, Fault.deliver(Timeline.of(call), faults, seed));
            simulation.run(Trouble.NONE);
            simulation.checkFinals(call);
        });
    }

    @Test
    void toldAsItHappenedEveryInterruptionIsOneEvent() {
        LongStream.range(11_000, 11_200).forEach(seed -> {
            ScriptedCall call = new ScenarioGenerator(seed).call(0);
            Simulation simulation = new Simulation(seed, call, Delivery.faithful(Timeline.of(call)));
            simulation.run(Trouble.CALM);
            simulation.checkFinals(call);
            simulation.checkInterruptionsAndEnd(call);
        });
    }

    @Test
    void whateverIsLostNoRuleIsBroken() {
        LongStream.range(5_000, 5_300).forEach(seed -> {
            ScriptedCall call = new ScenarioGenerator(seed).call(0);
            List<Fault> faults = new ArrayList<>(TROUBLE);
            faults.add(new Fault.Dropped(0.3, Loss.ANYTHING));
            new Simulation(seed, call, Fault.deliver(Timeline.of(call), faults, seed)).run(Trouble.NONE);
        });
    }

    @Test
    void lostAnswersOfRedisLoseNoFinal() {
        LongStream.range(7_000, 7_300).forEach(seed -> {
            ScriptedCall call = new ScenarioGenerator(seed).call(0);
            Simulation simulation = new Simulation(seed, call, Fault.deliver(Timeline.of(call), TROUBLE, seed));
            simulation.run(Trouble.LOST_ANSWERS);
            simulation.checkFinals(call);
        });
    }

    @Test
    void aRedisThatForgetsMakesANewEpochAndLosesNoFinalOfTheLastHalfMinute() {
        LongStream.range(9_000, 9_300).forEach(seed -> {
            ScriptedCall call = new ScenarioGenerator(seed).call(0);
            Simulation simulation = new Simulation(seed, call, Delivery.faithful(Timeline.of(call)));
            simulation.run(Trouble.FORGETS);
            simulation.checkFinals(call);
        });
    }

    private enum Trouble {
        /// Every message is committed before the next one comes.
        CALM,
        /// Commits take their time, and overtake each other.
        NONE, LOST_ANSWERS, FORGETS
    }

    /// One call, two replicas, one Redis.
    private static final class Simulation {

        private final long seed;
        private final SplittableRandom random;
        private final List<Delivery> deliveries;
        private final Map<Integer, byte[]> bodies = new HashMap<>();
        private final MemoryRedis redis = new MemoryRedis();
        private final List<MemoryRedis.Replica> replicas = new ArrayList<>();
        private final List<CallLane> lanes = new ArrayList<>();
        private final List<Runnable> timers = new ArrayList<>();
        private final CallInvariants invariants = new CallInvariants();
        private final String callId;
        private long now = BEGIN;
        private int step;
        private int epochs;

        private Simulation(long seed, ScriptedCall call, List<Delivery> deliveries) {
            this.seed = seed;
            this.random = new SplittableRandom(seed);
            this.deliveries = deliveries;
            this.callId = call.callId();
            CallJson json = new CallJson(CallFacts.of(call, BEGIN), Dialect.schema());
            for (TimedMessage message : Timeline.of(call)) {
                bodies.put(message.ordinal(), json.render(message));
            }
            for (int i = 0; i < 2; i++) {
                MemoryRedis.Replica replica = redis.replica();
                InstantSource clock = () -> java.time.Instant.ofEpochMilli(now);
                CallLane lane = new CallLane((_, work) -> timers.add(work), new CallReducer(CallRules.usual("default")), clock,
                        () -> "e" + epochs++, new Spool(1000, 1_000_000), new CallMetrics(new SimpleMeterRegistry()), 10);
                lane.commitThrough(replica);
                replicas.add(replica);
                lanes.add(lane);
            }
        }

        private void run(Trouble trouble) {
            MemoryRedis.Copy copy = MemoryRedis.Copy.NOTHING;
            for (Delivery delivery : deliveries) {
                step++;
                now = Math.max(now, BEGIN + delivery.dueAt().toMillis());
                Fact fact = doubtful(delivery.message().ordinal(), VapiFacts.of(bodies.get(delivery.message().ordinal()), now));
                invariants.arrived(fact.vapiAt(), now);
                check("delivery is taken", () -> lanes.get(random.nextInt(2)).apply(callId, fact, null));
                if (trouble == Trouble.CALM) {
                    settle(trouble);
                }
                while (random.nextInt(3) > 0 && letThrough(trouble)) {
                    check("invariants", () -> invariants.check(redis.stream(), redis.state(callId)));
                }
                if (trouble == Trouble.FORGETS && step % 40 == 20) {
                    copy = redis.copy();
                } else if (trouble == Trouble.FORGETS && step == 85) {
                    settle(trouble);
                    redis.forgetBackTo(random.nextInt(3) == 0 ? MemoryRedis.Copy.NOTHING : copy);
                    invariants.allowNewEpoch();
                }
            }
            settle(trouble);
            check("commands", () -> invariants.check(redis.commands()));
        }

        /// Gives every other of the caller's words a confidence, sure or not, the same however often they are delivered.
        private static Fact doubtful(int ordinal, Fact fact) {
            return ordinal % 2 == 0 && fact.what() instanceof TextHeard(Speaker speaker, String text, boolean last, _)
                    && speaker == Speaker.CALLER
                            ? new Fact(fact.arrivedAt(), fact.vapiAt(), fact.identity(),
                                    new TextHeard(speaker, text, last, ordinal * 37 % 100 / 100.0))
                            : fact;
        }

        private void settle(Trouble trouble) {
            while (letThrough(trouble) || !timers.isEmpty()) {
                List.copyOf(timers).forEach(Runnable::run);
                timers.clear();
                check("invariants", () -> invariants.check(redis.stream(), redis.state(callId)));
            }
        }

        private boolean letThrough(Trouble trouble) {
            List<MemoryRedis.Replica> working = replicas.stream().filter(MemoryRedis.Replica::hasWork).toList();
            if (working.isEmpty()) {
                return false;
            }
            MemoryRedis.Replica replica = working.get(random.nextInt(working.size()));
            if (trouble == Trouble.LOST_ANSWERS && random.nextInt(8) == 0) {
                replica.loseAnswer(random.nextBoolean());
            } else {
                replica.letThrough();
            }
            return true;
        }

        private void checkFinals(ScriptedCall call) {
            Outcome script = Outcome.of(call);
            check("the caller's finals equal the script", () -> assertThat(said(Speaker.CALLER))
                .isEqualTo(script.said(dev.liveline.simulator.scenario.Speaker.CALLER)));
            check("the assistant's finals equal the script", () -> assertThat(said(Speaker.ASSISTANT))
                .isEqualTo(script.said(dev.liveline.simulator.scenario.Speaker.ASSISTANT)));
        }

        private void checkInterruptionsAndEnd(ScriptedCall call) {
            CallState state = redis.state(callId);
            check("barge-ins equal the script", () -> assertThat(state.bargeIns()).isEqualTo(interruptions(call)));
            check("the end is the script's",
                    () -> assertThat(state.life().endedReason()).isEqualTo(Outcome.of(call).endedReason().orElseThrow()));
        }

        /// The platform's words on interruptions that came while an utterance of the assistant was open.
        private static int interruptions(ScriptedCall call) {
            boolean open = false;
            int interruptions = 0;
            for (TimedMessage timed : Timeline.of(call)) {
                switch (timed.message()) {
                    case TranscriptHeard heard when heard.speaker() == dev.liveline.simulator.scenario.Speaker.ASSISTANT ->
                        open = !heard.isFinal();
                    case UserInterrupted _ -> interruptions += open ? 1 : 0;
                    default -> {
                    }
                }
            }
            return interruptions;
        }

        private List<String> said(Speaker speaker) {
            return redis.log()
                .stream()
                .filter(Caption.class::isInstance)
                .map(Caption.class::cast)
                .filter(caption -> caption.last() && caption.speaker() == speaker)
                .sorted(Comparator.comparingLong((Caption caption) -> caption.envelope().vapiAt())
                    .thenComparingLong(caption -> caption.envelope().seq()))
                .map(Caption::text)
                .toList();
        }

        private void check(String what, Runnable assertion) {
            try {
                assertion.run();
            } catch (AssertionError | RuntimeException broken) {
                StringBuilder prefix = new StringBuilder();
                for (Delivery delivery : deliveries.subList(0, step)) {
                    prefix.append("\n  ").append(delivery.dueAt().toMillis()).append(" ms ").append(delivery.message());
                }
                for (CallEvent event : redis.stream()) {
                    prefix.append("\n    ").append(dev.liveline.events.EventJson.write(event));
                }
                throw new AssertionError("seed " + seed + ", step " + step + ", " + what + ": " + broken.getMessage() + prefix,
                        broken);
            }
        }
    }
}
