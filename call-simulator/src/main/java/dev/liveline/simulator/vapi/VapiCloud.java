package dev.liveline.simulator.vapi;

import dev.liveline.simulator.cloud.CloudPort;
import dev.liveline.simulator.scenario.ScriptedCall;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    /// The assistant that answers where nothing else is said: captioned.
    static final String SIMULATED = "as-simulated";

    private final CloudPort port;
    private final VapiOptions options;
    private final WebhookSender sender;
    private final Records assistants = new Records();
    private final Records phoneNumbers = new Records();
    private final Records tools = new Records();
    private final LiveCalls calls;
    private final Arrivals arrivals;
    private final VapiApi api;
    private final Transports transports;

    private VapiCloud(CloudPort port, VapiOptions options) {
        this.port = port;
        this.options = options;
        this.sender = new WebhookSender(port.vertx());
        this.calls = new LiveCalls(port, options, sender, assistants);
        this.arrivals = new Arrivals(port.loop(), options, sender, assistants, phoneNumbers, calls);
        this.transports = new Transports(port.loop(), calls::find);
        this.api = new VapiApi(port.vertx(), options, calls, new CallApi(port, options, assistants, phoneNumbers, calls),
                assistants, phoneNumbers, tools);
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
        calls.script(next);
    }

    /// The script of the next call of this script's caller, however it comes in.
    public void expect(ScriptedCall script) {
        calls.expect(script);
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
        return calls.live();
    }

    /// A caller rings the simulated, captioned assistant; the script plays at once.
    public LiveCall placeCall(ScriptedCall script) {
        return placeCall(script, "");
    }

    /// The same under one of your assistants; its `serverMessages` and `server` hold.
    public LiveCall placeCall(ScriptedCall script, String assistantId) {
        return arrivals.scripted(script, assistantId.isEmpty() ? SIMULATED : assistantId);
    }

    /// A SIP call arrives: `x-` headers become variable values. The number with this `sipUri` says which assistant answers.
    ///
    /// @param headers names as received, e.g. `x-call-sid`
    public LiveCall receiveSip(String sipUri, Map<String, String> headers, String from, String dialled) {
        return arrivals.sip(sipUri, headers, from, dialled);
    }

    /// A caller rings a number that was imported into Vapi. Without an assistant on it the server is asked, within 7.5 s.
    public LiveCall receivePhoneCall(String dialled, String from) {
        return arrivals.phone(dialled, from);
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
}
