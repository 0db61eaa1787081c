package dev.liveline.simulator.vapi;

import dev.liveline.simulator.cloud.CallBook;
import dev.liveline.simulator.cloud.CloudPort;
import dev.liveline.simulator.scenario.ScenarioGenerator;
import dev.liveline.simulator.scenario.ScriptedCall;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/// A stand-in for the Vapi cloud, in process, on one HTTP port: REST API, control URLs, transports, and the calls behind them.
///
/// ```java
/// try (var vapi = VapiCloud.start(VapiOptions.defaults().serverUrl("http://localhost:8082/webhook/vapi").speed(10))) {
///     var call = vapi.placeCall(new ScenarioGenerator(7).call(0));
///     call.finished().join();                  // the last webhook was answered
///     call.outcome().said(Speaker.CALLER);     // what captions must now show
/// }
/// ```
///
/// Calls end by themselves; [#close()] stops all that is left at once and tells nobody. Not to be started or closed on an event
/// loop, because both wait.
public final class VapiCloud implements AutoCloseable {

    static final String ORG_ID = "2b1c6e0a-0000-4000-8000-00000000c0de";
    private static final String SIMULATED = "as-simulated";
    private static final long ASSISTANT_REQUEST_LIMIT_MILLIS = 7_500;

    private final CloudPort port;
    private final Context loop;
    private final VapiOptions options;
    private final WebhookSender sender;
    private final Records assistants = new Records();
    private final Records phoneNumbers = new Records();
    private final Records tools = new Records();
    private final CallBook<LiveCall> calls = new CallBook<>(LiveCall::id, call -> call.finished().isDone());
    private final Queue<ScriptedCall> scripts = new ConcurrentLinkedQueue<>();
    private final Map<String, ScriptedCall> expected = new ConcurrentHashMap<>();
    private final ScenarioGenerator generator;
    private final AtomicLong generated = new AtomicLong();
    private final VapiApi api;
    private final Transports transports;

    private VapiCloud(CloudPort port, VapiOptions options) {
        this.port = port;
        this.loop = port.loop();
        this.options = options;
        this.sender = new WebhookSender(port.vertx());
        this.generator = new ScenarioGenerator(options.seed());
        this.transports = new Transports(loop, calls::find);
        this.api = new VapiApi(port.vertx(), options, new ApiCalls(), assistants, phoneNumbers, tools);
        assistants.create(SIMULATED, new JsonObject().put("name", "Support"));
    }

    /// Starts one with a Vert.x of its own.
    public static VapiCloud start(VapiOptions options) {
        return start(CloudPort.alone(server(options)), options);
    }

    /// Starts one on a Vert.x that outlives it.
    public static VapiCloud start(Vertx vertx, VapiOptions options) {
        return start(CloudPort.on(vertx, server(options)), options);
    }

    private static VapiCloud start(CloudPort port, VapiOptions options) {
        var cloud = new VapiCloud(port, options);
        try {
            port.open(cloud::route);
        } catch (RuntimeException e) {
            cloud.close();
            throw e;
        }
        return cloud;
    }

    private static HttpServerOptions server(VapiOptions options) {
        return new HttpServerOptions().setHost(options.host()).setPort(options.port()).setMaxWebSocketFrameSize(1 << 20);
    }

    /// Where its API is: `VAPI_BASE_URL`.
    public String baseUrl() {
        return port.url("http");
    }

    String webSocketUrl() {
        return port.url("ws");
    }

    public VapiOptions options() {
        return options;
    }

    /// Breaks the API; see [ApiFault]. Calls in progress go on.
    public void breakApi(ApiFault fault) {
        api.breakWith(fault);
    }

    public void repairApi() {
        breakApi(new ApiFault.None());
    }

    /// What the API received, in order, the first 10,000.
    public List<ApiRequest> requests() {
        return api.requests();
    }

    /// Puts an assistant there under an id of your choice, as if made in the dashboard.
    public void provideAssistant(String id, JsonObject assistant) {
        assistants.create(id, assistant);
    }

    /// Puts a captioned assistant there: one subscribed to all that live captions need.
    public void provideAssistant(String id) {
        provideAssistant(id,
                new JsonObject().put("name", "Support").put("serverMessages", new JsonArray(MessageType.CAPTIONED)));
    }

    /// Puts a phone number there under an id of your choice.
    public void providePhoneNumber(String id, JsonObject phoneNumber) {
        phoneNumbers.create(id, phoneNumber);
    }

    /// The assistants by id, as stored.
    public Map<String, JsonObject> assistants() {
        return assistants.all();
    }

    /// The phone numbers by id, as stored, with their secrets.
    public Map<String, JsonObject> phoneNumbers() {
        return phoneNumbers.all();
    }

    /// The tools by id, as stored.
    public Map<String, JsonObject> tools() {
        return tools.all();
    }

    /// Lets every WebSocket handshake be answered 503, or no longer.
    public void refuseTransports(boolean refused) {
        transports.refuse(refused);
    }

    /// Makes DELETE of this resource answer 409.
    public void pin(String id) {
        assistants.pin(id);
        phoneNumbers.pin(id);
        tools.pin(id);
    }

    /// The scripts of the calls to come, first come first served; calls beyond them get generated ones.
    public void script(ScriptedCall... next) {
        scripts.addAll(Arrays.asList(next));
    }

    /// The script of the next call of this script's caller, however it comes in.
    public void expect(ScriptedCall script) {
        if (expected.size() < CallBook.KEPT) {
            expected.put(script.caller(), script);
        }
    }

    /// Every call so far, in the order they were made; past 2,000 the oldest that are over are forgotten.
    public List<LiveCall> calls() {
        return calls.all();
    }

    public Optional<LiveCall> call(String id) {
        return calls.find(id);
    }

    /// How many calls count against the concurrency limit now.
    public int live() {
        return (int) calls.all().stream().filter(call -> !call.status().equals("ended")).count();
    }

    /// A caller rings the simulated, captioned assistant; the script plays at once.
    public LiveCall placeCall(ScriptedCall script) {
        return placeCall(script, "");
    }

    /// The same under one of your assistants; its `serverMessages` and `server` hold.
    public LiveCall placeCall(ScriptedCall script, String assistantId) {
        var number = numberOf(script.dialled());
        var call = prepare(new Placing("inboundPhoneCall", script.caller(), script.dialled(), number.getString("id", ""),
                assistantId.isEmpty() ? SIMULATED : assistantId, new JsonObject(), number, Map.of(), "", false), script);
        loop.runOnContext(_ -> call.start(""));
        return call;
    }

    /// A SIP call arrives: `x-` headers become variable values. The number with this `sipUri` says which assistant answers.
    ///
    /// @param headers names as received, e.g. `x-call-sid`
    /// @param callSid of the Twilio leg it came from; known to the caller of this method, not to Vapi's messages
    public LiveCall receiveSip(String sipUri, Map<String, String> headers, String from, String dialled) {
        var address = sipUri.split("[;?]", 2)[0];
        var number = phoneNumbers.findFirst(record -> address.equals(record.getString("sipUri"))).orElseGet(JsonObject::new);
        var variables = new HashMap<String, String>();
        headers.forEach((name, value) -> {
            if (name.regionMatches(true, 0, "x-", 0, 2)) {
                variables.put(name.substring(2), value);
            }
        });
        var call = prepare(new Placing("inboundPhoneCall", from, dialled, number.getString("id", ""),
                number.getString("assistantId", SIMULATED), new JsonObject(), number, variables, "", false), null);
        loop.runOnContext(_ -> admit(call));
        return call;
    }

    /// A caller rings a number that was imported into Vapi. Without an assistant on it the server is asked, within 7.5 s.
    public LiveCall receivePhoneCall(String dialled, String from) {
        var number = numberOf(dialled);
        var assistantId = number.getString("assistantId", "");
        var call = prepare(new Placing("inboundPhoneCall", from, dialled, number.getString("id", ""), assistantId,
                new JsonObject(), number, Map.of(), "", false), null);
        loop.runOnContext(_ -> {
            if (!assistantId.isEmpty()) {
                admit(call);
            } else {
                ask(call, number);
            }
        });
        return call;
    }

    private void admit(LiveCall call) {
        if (live() > options.concurrencyLimit()) {
            call.endNow("call.start.error-subscription-concurrency-limit-reached");
        } else {
            call.start("");
        }
    }

    private void ask(LiveCall call, JsonObject number) {
        var target = ServerUrl.resolve(Arrays.asList(number.getJsonObject("server")), options);
        var sending = sender.send("assistant-request", call.assistantRequest(), target,
                Duration.ofMillis(ASSISTANT_REQUEST_LIMIT_MILLIS));
        sending.first().onSuccess(reply -> follow(call, number, reply));
    }

    private void follow(LiveCall call, JsonObject number, WebhookReply reply) {
        call.answered(reply);
        var answer = parsed(reply);
        if (reply.accepted() && answer.containsKey("error")) {
            call.endNow("assistant-request-returned-error");
        } else if (reply.accepted() && answer.getValue("destination") instanceof JsonObject destination) {
            call.forwardAtOnce(destination.getString("number", destination.getString("sipUri", "")));
        } else if (reply.accepted() && (answer.containsKey("assistantId") || answer.containsKey("assistant"))) {
            var assistant = assistants.find(answer.getString("assistantId", "")).orElse(answer.getJsonObject("assistant"));
            if (assistant == null) {
                call.endNow("assistant-request-returned-invalid-assistant");
            } else {
                call.answerWith(answer.getString("assistantId", ""), subscription(assistant), ServerUrl
                    .resolve(Arrays.asList(assistant.getJsonObject("server"), number.getJsonObject("server")), options));
                admit(call);
            }
        } else if (number.getValue("fallbackDestination") instanceof JsonObject fallback) {
            call.forwardAtOnce(fallback.getString("number", fallback.getString("sipUri", "")));
        } else {
            call.endNow(reply.accepted() ? "assistant-request-returned-no-assistant" : "assistant-request-failed");
        }
    }

    private static JsonObject parsed(WebhookReply reply) {
        try {
            return new JsonObject(reply.body());
        } catch (RuntimeException _) {
            return new JsonObject();
        }
    }

    private JsonObject numberOf(String dialled) {
        return phoneNumbers.findFirst(record -> dialled.equals(record.getString("number"))).orElseGet(JsonObject::new);
    }

    /// Everything known when a call is made.
    ///
    /// @param overrides `assistantOverrides` or an inline assistant
    private record Placing(String type, String customer, String dialled, String phoneNumberId, String assistantId,
            JsonObject overrides, JsonObject number, Map<String, String> variables, String callSid, boolean live) {}

    private LiveCall prepare(Placing placing, ScriptedCall given) {
        var id = given == null || calls.find(given.callId()).isPresent() ? UUID.randomUUID().toString() : given.callId();
        var script = (given == null ? nextScript(placing.customer()) : given).withCallId(id);
        var token = UUID.randomUUID().toString();
        var assistant = assistants.find(placing.assistantId()).orElseGet(JsonObject::new).mergeIn(placing.overrides(), true);
        var plan = assistant.getJsonObject("monitorPlan", new JsonObject());
        boolean controllable = plan.getBoolean("controlEnabled", true);
        var metadata = strings(assistant.getJsonObject("metadata", new JsonObject()));
        var variables = new HashMap<>(placing.variables());
        variables.putAll(strings(placing.overrides().getJsonObject("variableValues", new JsonObject())));
        var facts = new CallFacts(id, placing.type(), placing.customer(), placing.dialled(), placing.phoneNumberId(),
                placing.assistantId(), placing.callSid(), controllable ? baseUrl() + "/control/" + id + "/" + token : "",
                webSocketUrl() + "/" + id + "/listen", metadata, variables, System.currentTimeMillis(),
                // Sound runs in real time whatever the other calls do.
                placing.live() ? 1 : options.speed());
        var target = ServerUrl.resolve(
                Arrays.asList(assistant.getJsonObject("server"), placing.number().getJsonObject("server")),
                options);
        var setup = new LiveCall.Setup(target, subscription(assistant), options.dialect(), options.faults(), placing.live(),
                controllable, plan.getBoolean("controlAuthenticationEnabled", false) ? options.publicKey() : "",
                clientMessages(assistant));
        var call = new LiveCall(loop, sender, facts, script, setup);
        calls.add(call);
        return call;
    }

    private ScriptedCall nextScript(String customer) {
        var next = Optional.ofNullable(expected.remove(customer)).orElseGet(scripts::poll);
        return next == null ? generator.call(generated.getAndIncrement()) : next;
    }

    /// An assistant that asks for nothing gets Vapi's default, without transcripts; the simulated one gets everything.
    private static Set<String> subscription(JsonObject assistant) {
        if (SIMULATED.equals(assistant.getString("id"))) {
            return Set.copyOf(MessageType.CAPTIONED);
        }
        if (!(assistant.getValue("serverMessages") instanceof JsonArray messages)) {
            return MessageType.DEFAULT;
        }
        var types = new HashSet<String>();
        messages.forEach(type -> types.add(String.valueOf(type)));
        return types;
    }

    private static Set<String> clientMessages(JsonObject assistant) {
        if (!(assistant.getValue("clientMessages") instanceof JsonArray messages)) {
            return MessageType.CLIENT_DEFAULT;
        }
        var types = new HashSet<String>();
        messages.forEach(type -> types.add(String.valueOf(type)));
        return types;
    }

    private static Map<String, String> strings(JsonObject object) {
        var strings = new HashMap<String, String>();
        object.forEach(entry -> strings.put(entry.getKey(), String.valueOf(entry.getValue())));
        return strings;
    }

    private void route(HttpServerRequest request) {
        if ("websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            transports.open(request);
        } else {
            api.handle(request);
        }
    }

    /// Stops the server and every call at once, telling nobody.
    @Override
    public void close() {
        port.close(() -> {
            calls.all().forEach(LiveCall::abandon);
            transports.close();
            sender.close();
        });
    }

    /// `POST /call`, `GET /call…` and the control URLs.
    private final class ApiCalls implements VapiApi.Calls {

        @Override
        public VapiApi.Answer create(JsonObject body, boolean atLimit) {
            var inline = body.getJsonObject("assistant");
            var assistantId = body.getString("assistantId", "");
            if (inline == null && assistantId.isEmpty()) {
                return VapiApi.Answer.refused(400, "Bad Request",
                        "Need Either `assistantId`, `assistant`, `squadId`, `squad`, `workflowId`, Or `workflow`.");
            }
            if (inline == null && assistants.find(assistantId).isEmpty()) {
                return VapiApi.Answer.refused(400, "Bad Request", "Couldn't Find Assistant. assistantId: " + assistantId);
            }
            boolean webSocket = body.getValue("transport") instanceof JsonObject transport
                    && "vapi.websocket".equals(transport.getString("provider"));
            var numberId = body.getString("phoneNumberId", "");
            var number = body.getValue("phoneNumber") instanceof JsonObject given
                    ? given
                    : phoneNumbers.find(numberId).orElseGet(JsonObject::new);
            var fault = webSocket ? webSocketFault(body) : phoneFault(body, numberId);
            if (fault != null) {
                return VapiApi.Answer.refused(400, "Bad Request", fault);
            }
            if (atLimit || live() >= options.concurrencyLimit()) {
                return new VapiApi.Answer(400, new JsonObject().put("error", "Over Concurrency Limit")
                    .put("message",
                            "Over Concurrency Limit. Contact Support To Increase Your Limit.")
                    .put("statusCode", 400)
                    .put("subscriptionLimits", limits(0)));
            }
            return webSocket
                    ? placeWebSocket(body, assistantId, inline)
                    : placePhone(body, assistantId, inline, numberId, number);
        }

        private String webSocketFault(JsonObject body) {
            if (body.containsKey("phoneNumberId") || body.containsKey("phoneNumber")) {
                return "`phoneNumberId` and `phoneNumber` are not allowed with a `vapi.websocket` transport.";
            }
            var format = body.getJsonObject("transport").getJsonObject("audioFormat", new JsonObject());
            return AudioFormat.fault(format).orElse(null);
        }

        private String phoneFault(JsonObject body, String numberId) {
            if (numberId.isEmpty() && !body.containsKey("phoneNumber")) {
                return "Need Either `phoneNumberId` Or `phoneNumber`.";
            }
            return body.getJsonObject("customer", new JsonObject()).containsKey("number")
                    || body.getJsonObject("customer", new JsonObject()).containsKey("sipUri")
                            ? null
                            : "Need Either `customer` Or `customerId`.";
        }

        private VapiApi.Answer placePhone(JsonObject body, String assistantId, JsonObject inline, String numberId,
                JsonObject number) {
            boolean bypass = body.getBoolean("phoneCallProviderBypassEnabled", false);
            var customer = body.getJsonObject("customer");
            var call = prepare(new Placing(bypass ? "inboundPhoneCall" : "outboundPhoneCall",
                    customer.getString("number", customer.getString("sipUri")), number.getString("number", ""), numberId,
                    assistantId,
                    overrides(body, inline), number, Map.of(),
                    bypass ? "" : "CA" + UUID.randomUUID().toString().replace("-", ""),
                    false), null);
            call.rename(body.getString("name", ""));
            var answer = call.toJson().put("subscriptionLimits", limits(options.concurrencyLimit() - live()));
            if (bypass) {
                answer.put("phoneCallProviderBypassEnabled", true)
                    .put("phoneCallProviderDetails",
                            new JsonObject().put("twiml", transports.bypassTwiml(webSocketUrl(), call.id())));
                patience(call, "phone-call-provider-bypass-enabled-but-no-call-received");
            } else {
                port.vertx().setTimer(Math.max(1, (long) (200 / options.speed())), _ -> call.start(""));
            }
            return VapiApi.Answer.created(answer);
        }

        private VapiApi.Answer placeWebSocket(JsonObject body, String assistantId, JsonObject inline) {
            var call = prepare(new Placing("vapi.websocketCall", customerOf(body), "", "", assistantId, overrides(body, inline),
                    new JsonObject(), Map.of(), "", true), null);
            call.rename(body.getString("name", ""));
            patience(call, "call.start.error-get-transport");
            var format = body.getJsonObject("transport").getJsonObject("audioFormat", new JsonObject());
            call.line(AudioFormat.of(format));
            var transport = body.getJsonObject("transport")
                .copy()
                .put("websocketCallUrl",
                        webSocketUrl() + "/" + call.id() + "/transport");
            return VapiApi.Answer.created(call.toJson()
                .put("transport", transport)
                .put("subscriptionLimits",
                        limits(options.concurrencyLimit() - live())));
        }

        private String customerOf(JsonObject body) {
            return body.getJsonObject("customer", new JsonObject()).getString("number", "");
        }

        private JsonObject overrides(JsonObject body, JsonObject inline) {
            var overrides = inline == null ? new JsonObject() : inline.copy();
            return overrides.mergeIn(body.getJsonObject("assistantOverrides", new JsonObject()), true);
        }

        private JsonObject limits(int remaining) {
            return new JsonObject().put("concurrencyBlocked", remaining <= 0)
                .put("concurrencyLimit", options.concurrencyLimit())
                .put("remainingConcurrentCalls", Math.max(0, remaining));
        }

        private void patience(LiveCall call, String reason) {
            port.vertx().setTimer(options.bypassPatience().toMillis(), _ -> {
                if (!call.hasStarted()) {
                    call.endNow(reason);
                }
            });
        }

        @Override
        public LiveCall find(String id) {
            return calls.find(id).orElse(null);
        }

        @Override
        public List<LiveCall> all() {
            return calls().reversed();
        }

        @Override
        public VapiApi.Answer control(String callId, String token, String authorization, JsonObject body) {
            var call = calls.find(callId).orElse(null);
            if (call == null || call.isOver() || !call.facts().controlUrl().endsWith("/" + token)) {
                return VapiApi.Answer.refused(404, "Not Found", "Call not found");
            }
            if (!call.admits(authorization)) {
                return VapiApi.Answer.refused(401, "Unauthorized", "Invalid Key.");
            }
            return call.control(body)
                    ? VapiApi.Answer.ok(new JsonObject().put("status", "ok"))
                    : VapiApi.Answer.invalid(List.of("type must be one of the following values: add-message, control, say, "
                            + "end-call, transfer, send-transport-message"));
        }
    }
}
