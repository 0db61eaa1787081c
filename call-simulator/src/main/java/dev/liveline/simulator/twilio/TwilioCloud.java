package dev.liveline.simulator.twilio;

import dev.liveline.simulator.cloud.CallBook;
import dev.liveline.simulator.cloud.CloudPort;
import dev.liveline.simulator.scenario.ScenarioGenerator;
import dev.liveline.simulator.scenario.ScriptedCall;
import dev.liveline.simulator.vapi.VapiCloud;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// A stand-in for the Twilio cloud, in process: callers whose calls it puts to your voice webhook, people it can dial, and the REST
/// API on one HTTP port (`TWILIO_API_BASE_URL` is [#baseUrl()]).
///
/// ```java
/// try (var twilio = TwilioCloud.start(TwilioOptions.defaults("http://localhost:8081").speed(20), vapi)) {
///     twilio.callee("+15550300001", Callee.busy(), Callee.answering());
///     var call = twilio.placeCall(new ScenarioGenerator(7).call(0));
///     call.finished().join();
///     assertThat(call.reached()).noneMatch(Reached.ErrorRecording.class::isInstance);
/// }
/// ```
///
/// A SIP URI that nobody was scripted for is Vapi's, if there is one; a number that nobody was scripted for answers.
public final class TwilioCloud implements AutoCloseable {

    private final CloudPort port;
    private final Context loop;
    private final TwilioOptions options;
    private final Optional<VapiCloud> vapi;
    private final Webhooks webhooks;
    private final StatusCallbacks statusCallbacks;
    private final WebSocketClient sockets;
    private final CallBook<PhoneCall> calls = new CallBook<>(PhoneCall::sid, call -> call.finished().isDone());
    private final Map<String, TwimlRunner> runners = new ConcurrentHashMap<>();
    private final Map<String, ArrayDeque<Callee>> callees = new ConcurrentHashMap<>();
    private final Conferences conferences = new Conferences(this);
    private final Queues queues = new Queues();
    private final TwilioApi api;
    private volatile boolean closing;

    private TwilioCloud(CloudPort port, TwilioOptions options, Optional<VapiCloud> vapi) {
        this.port = port;
        this.loop = port.loop();
        this.options = options;
        this.vapi = vapi;
        this.webhooks = new Webhooks(port.vertx(), options);
        this.statusCallbacks = new StatusCallbacks(webhooks, options);
        this.sockets = port.vertx()
            .createWebSocketClient(
                    new WebSocketClientOptions().setMaxConnections(2000).setTrustAll(true).setVerifyHost(false));
        this.api = new TwilioApi(this);
    }

    /// Starts one with a Vert.x of its own and no Vapi behind it.
    public static TwilioCloud start(TwilioOptions options) {
        return start(CloudPort.alone(server(options)), options, Optional.empty());
    }

    /// Starts one with a Vert.x of its own; SIP calls go to `vapi`.
    public static TwilioCloud start(TwilioOptions options, VapiCloud vapi) {
        return start(CloudPort.alone(server(options)), options, Optional.of(vapi));
    }

    /// Starts one on a Vert.x that outlives it.
    public static TwilioCloud start(Vertx vertx, TwilioOptions options, VapiCloud vapi) {
        return start(CloudPort.on(vertx, server(options)), options, Optional.of(vapi));
    }

    private static TwilioCloud start(CloudPort port, TwilioOptions options, Optional<VapiCloud> vapi) {
        var cloud = new TwilioCloud(port, options, vapi);
        try {
            port.open(cloud.api::handle);
        } catch (RuntimeException e) {
            cloud.close();
            throw e;
        }
        return cloud;
    }

    private static HttpServerOptions server(TwilioOptions options) {
        return new HttpServerOptions().setHost(options.host()).setPort(options.port());
    }

    /// Where its REST API is, without the version: in place of `https://api.twilio.com`.
    public String baseUrl() {
        return port.url("http");
    }

    public TwilioOptions options() {
        return options;
    }

    /// Breaks the REST API; see [RestFault].
    public void breakApi(RestFault fault) {
        api.breakWith(fault);
    }

    public void repairApi() {
        breakApi(new RestFault.None());
    }

    /// What the REST API received, in order, the first 10,000.
    public List<RestRequest> requests() {
        return api.requests();
    }

    /// How the person at this number or SIP URI (without headers) behaves at each attempt; the last behaviour stays.
    public void callee(String address, Callee... behaviours) {
        callees.put(address, new ArrayDeque<>(Arrays.asList(behaviours)));
    }

    /// A call comes in for `script.dialled()`.
    public PhoneCall placeCall(ScriptedCall script) {
        return placeCall(script, StreamManner.clean());
    }

    /// A call comes in whose media streams, if any, behave so.
    public PhoneCall placeCall(ScriptedCall script, StreamManner manner) {
        vapi.ifPresent(cloud -> cloud.expect(script));
        var call = new PhoneCall(this, "", "inbound", script.caller(), script.dialled(), script, manner);
        know(call);
        var runner = new TwimlRunner(this, call);
        runners.put(call.sid(), runner);
        loop.runOnContext(_ -> runner.fetch(HttpMethod.POST, options.voiceUrl(), Map.of()));
        return call;
    }

    /// A call comes in between these numbers, with some conversation.
    public PhoneCall placeCall(String from, String to) {
        return placeCall(new ScenarioGenerator(from.hashCode()).call(calls.size()).between(from, to));
    }

    /// Every leg so far, dialled ones included, in the order they were made; past 2,000 the oldest that are over are
    /// forgotten.
    public List<PhoneCall> calls() {
        return calls.all();
    }

    public Optional<PhoneCall> call(String sid) {
        return calls.find(sid);
    }

    /// Who waits in a queue now.
    public CompletableFuture<List<PhoneCall>> waiting(String queue) {
        var answer = new CompletableFuture<List<PhoneCall>>();
        loop.runOnContext(_ -> answer.complete(queues.waiting(queue)));
        return answer;
    }

    /// Whom a leg hears in its conference now, by CallSid: not those who are muted or on hold, nor a coach of somebody else. Empty for a leg
    /// that is in none.
    public CompletableFuture<Set<String>> heardBy(PhoneCall listener) {
        var answer = new CompletableFuture<Set<String>>();
        loop.runOnContext(_ -> answer.complete(conferences.heardBy(listener.sid())));
        return answer;
    }

    /// Ends every call as if all callers hung up.
    public void hangUpAll() {
        runners.values().forEach(runner -> hangUp(runner.call()));
    }

    @Override
    public void close() {
        closing = true;
        port.close(() -> {
            calls.all().forEach(call -> {
                call.streams().forEach(MediaStream::stop);
                call.finish();
            });
            webhooks.close();
            sockets.close();
        });
    }

    // What follows is for the parts of the cloud, on its event loop.

    Context loop() {
        return loop;
    }

    Conferences conferences() {
        return conferences;
    }

    Queues queues() {
        return queues;
    }

    Webhooks webhooks() {
        return webhooks;
    }

    StatusCallbacks statusCallbacks() {
        return statusCallbacks;
    }

    Optional<VapiCloud> vapi() {
        return vapi;
    }

    /// Does something after a time of the simulated world.
    void after(Duration time, Runnable action) {
        afterReal(Duration.ofMillis((long) (time.toMillis() / options.speed())), action);
    }

    /// Does something after a time of this world, unless the cloud is closed by then.
    void afterReal(Duration time, Runnable action) {
        port.vertx().setTimer(Math.max(1, time.toMillis()), _ -> {
            if (!closing) {
                action.run();
            }
        });
    }

    void know(PhoneCall call) {
        calls.add(call);
    }

    Optional<TwimlRunner> runner(String callSid) {
        return Optional.ofNullable(runners.get(callSid));
    }

    void hangUp(PhoneCall call) {
        loop.runOnContext(_ -> runner(call.sid()).ifPresent(TwimlRunner::hangUp));
    }

    /// The next scripted behaviour at an address.
    Optional<Callee> scripted(String address) {
        var behaviours = callees.get(address);
        if (behaviours == null || behaviours.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(behaviours.size() > 1 ? behaviours.poll() : behaviours.peek());
    }

    Future<WebSocket> openSocket(String url, StreamManner manner) {
        return closing ? Future.failedFuture("closed") : sockets.connect(webhooks.handshake(url, manner));
    }

    /// A leg is over: the last callback, then nothing.
    void over(PhoneCall call) {
        runners.remove(call.sid());
        // The number's own callback is about calls that come in; whoever dials out names one for the call.
        if (options.statusUrl().isEmpty() || !call.isInbound()) {
            call.finish();
            return;
        }
        statusCallbacks.report(call, options.statusUrl(), HttpMethod.POST, 1, true).onComplete(_ -> call.finish());
    }

    /// Dials somebody for the REST API and runs a document, or does `onAnswer`, when it is answered.
    PhoneCall dialOut(Map<String, String> form, List<String> events, Consumer<TwimlRunner> onAnswer) {
        var script = new ScenarioGenerator(calls.size()).call(0);
        var call = new PhoneCall(this, "", "outbound-api", form.getOrDefault("From", ""), form.getOrDefault("To", ""), script,
                StreamManner.clean());
        var leg = new DialledLeg(this, call, form.getOrDefault("StatusCallback", ""),
                form.getOrDefault("StatusCallbackMethod", ""),
                new HashSet<>(events));
        var runner = new TwimlRunner(this, call);
        runners.put(call.sid(), runner);
        var callee = scripted(call.to()).orElseGet(Callee::answering);
        var timeout = Duration.ofSeconds(Long.parseLong(form.getOrDefault("Timeout", "60")));
        afterReal(Duration.ofMillis(1), leg::begin);
        leg.ring(callee, timeout, () -> {
            onAnswer.accept(runner);
            after(callee.talks(), runner::hangUp);
            call.finished().thenRun(() -> loop.runOnContext(_ -> leg.reportEnd()));
        }, _ -> runners.remove(call.sid()));
        return call;
    }
}
