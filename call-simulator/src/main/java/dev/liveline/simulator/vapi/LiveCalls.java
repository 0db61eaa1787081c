package dev.liveline.simulator.vapi;

import dev.liveline.simulator.cloud.CallBook;
import dev.liveline.simulator.cloud.CloudPort;
import dev.liveline.simulator.scenario.ScenarioGenerator;
import dev.liveline.simulator.scenario.ScriptedCall;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/// The calls there are: who makes one comes here. Says which script it plays, what its assistant and number mean for it, and whether there
/// is room for it.
final class LiveCalls {

    private final CloudPort port;
    private final VapiOptions options;
    private final WebhookSender sender;
    private final Records assistants;
    private final CallBook<LiveCall> calls = new CallBook<>(LiveCall::id, call -> call.finished().isDone());
    private final Queue<ScriptedCall> scripts = new ConcurrentLinkedQueue<>();
    private final Map<String, ScriptedCall> expected = new ConcurrentHashMap<>();
    private final ScenarioGenerator generator;
    private final AtomicLong generated = new AtomicLong();

    LiveCalls(CloudPort port, VapiOptions options, WebhookSender sender, Records assistants) {
        this.port = port;
        this.options = options;
        this.sender = sender;
        this.assistants = assistants;
        this.generator = new ScenarioGenerator(options.seed());
    }

    /// What calls to come play, first come first served; without it they get generated scripts.
    void script(ScriptedCall... next) {
        scripts.addAll(Arrays.asList(next));
    }

    /// What the next call of this script's caller plays.
    void expect(ScriptedCall script) {
        if (expected.size() < CallBook.KEPT) {
            expected.put(script.caller(), script);
        }
    }

    List<LiveCall> all() {
        return calls.all();
    }

    Optional<LiveCall> find(String id) {
        return calls.find(id);
    }

    /// How many count against the concurrency limit now.
    int live() {
        return (int) calls.all().stream().filter(call -> !call.status().equals("ended")).count();
    }

    /// Makes a call; it does not begin by itself.
    LiveCall make(Placing placing) {
        return make(placing, Optional.ofNullable(expected.remove(placing.customer()))
            .or(() -> Optional.ofNullable(scripts.poll()))
            .orElseGet(() -> generator.call(generated.getAndIncrement())), UUID.randomUUID().toString());
    }

    /// Makes a call that plays this script, under the script's id if that is free.
    LiveCall make(Placing placing, ScriptedCall script) {
        return make(placing, script,
                calls.find(script.callId()).isPresent() ? UUID.randomUUID().toString() : script.callId());
    }

    private LiveCall make(Placing placing, ScriptedCall script, String id) {
        var token = UUID.randomUUID().toString();
        var assistant = assistants.find(placing.assistantId()).orElseGet(JsonObject::new).mergeIn(placing.overrides(), true);
        var plan = assistant.getJsonObject("monitorPlan", new JsonObject());
        boolean controllable = plan.getBoolean("controlEnabled", true);
        var metadata = strings(assistant.getJsonObject("metadata", new JsonObject()));
        var variables = new HashMap<>(placing.variables());
        variables.putAll(strings(placing.overrides().getJsonObject("variableValues", new JsonObject())));
        var facts = new CallFacts(id, placing.type(), placing.customer(), placing.dialled(), placing.phoneNumberId(),
                placing.assistantId(), placing.callSid(), controllable ? port.url("http") + "/control/" + id + "/" + token : "",
                port.url("ws") + "/" + id + "/listen", metadata, variables, System.currentTimeMillis(),
                // Sound runs in real time whatever the other calls do.
                placing.live() ? 1 : options.speed());
        var target = ServerUrl.resolve(
                Arrays.asList(assistant.getJsonObject("server"), placing.number().getJsonObject("server")),
                options);
        var setup = new LiveCall.Setup(target, MessageType.subscription(assistant), options.dialect(), options.faults(),
                placing.live(),
                controllable, plan.getBoolean("controlAuthenticationEnabled", false) ? options.publicKey() : "",
                MessageType.clientMessages(assistant));
        var call = new LiveCall(port.loop(), sender, facts, script.withCallId(id), setup);
        calls.add(call);
        return call;
    }

    /// A call that has come in begins, or is refused because there are too many.
    void admit(LiveCall call) {
        if (live() > options.concurrencyLimit()) {
            call.endNow("call.start.error-subscription-concurrency-limit-reached");
        } else {
            call.start("");
        }
    }

    private static Map<String, String> strings(JsonObject object) {
        var strings = new HashMap<String, String>();
        object.forEach(entry -> strings.put(entry.getKey(), String.valueOf(entry.getValue())));
        return strings;
    }
}
