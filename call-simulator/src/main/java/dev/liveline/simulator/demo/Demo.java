package dev.liveline.simulator.demo;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import dev.liveline.simulator.scenario.Outcome;
import dev.liveline.simulator.scenario.ScenarioGenerator;
import dev.liveline.simulator.stack.DevKey;
import dev.liveline.simulator.stack.Ports;
import dev.liveline.simulator.stack.Stack;
import dev.liveline.simulator.stack.Workplace;
import dev.liveline.simulator.twilio.PhoneCall;
import dev.liveline.simulator.twilio.TwilioCloud;
import dev.liveline.simulator.twilio.TwilioOptions;
import dev.liveline.simulator.vapi.LiveCall;
import dev.liveline.simulator.vapi.VapiCloud;
import dev.liveline.simulator.vapi.VapiOptions;
import dev.liveline.simulator.vapi.WebhookSigning;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/// The main job, end to end: simulated callers ring the simulated Twilio, call-router answers, the simulated Vapi talks and posts its webhooks,
/// transcript-service commits, caption-hub shows. Everything between the clouds is real.
public final class Demo implements AutoCloseable {

    private static final String WEBHOOK_SECRET = "demo-webhook-secret";
    private static final String VAPI_KEY = "demo-vapi-key";
    private static final String TWILIO_SID = "AC00000000000000000000000000000001";
    private static final String TWILIO_TOKEN = "demo-twilio-token";
    private static final String SIP_NUMBER = "+15550100901";
    private static final String BYPASS_NUMBER = "+15550100902";
    private static final String BRIDGE_NUMBER = "+15550100903";
    private static final String SIP_URI = "sip:liveline-demo@sip.vapi.ai";
    private static final Duration COMPLETE_WITHIN = Duration.ofSeconds(30);

    private final DemoOptions options;
    private final Terminal terminal = new Terminal(System.out, System.console() != null && System.console().isTerminal());
    private final Watched watched = new Watched();
    private final Vertx vertx = Vertx.vertx();
    private final VapiCloud vapi;
    private final TwilioCloud twilio;
    private final Stack stack;
    private final LivelineApi api;
    private final BufferedWriter log;
    private final String supervisorToken;
    private final Set<String> subscribed = new HashSet<>();
    private WebSocket socket;

    private Demo(DemoOptions options) throws IOException, InterruptedException {
        this.options = options;
        Workplace workplace = Workplace.current();
        Ports ports = Ports.fromEnvironmentOrExit();
        DevKey key = DevKey.of(workplace.state());
        String publicUrl = "http://localhost:" + ports.gateway();
        Path logFile = workplace.state().resolve("demo.log");
        log = Files.newBufferedWriter(logFile);
        vapi = VapiCloud.start(VapiOptions.defaults()
            .port(ports.vapi())
            .apiKey(VAPI_KEY)
            .serverUrl(publicUrl + "/webhook/vapi")
            .signing(WebhookSigning.hmac(WEBHOOK_SECRET))
            .speed(options.speed())
            .seed(options.seed())
            .concurrencyLimit(Math.max(10, options.calls())));
        twilio = TwilioCloud.start(TwilioOptions.defaults(publicUrl)
            .port(ports.twilio())
            .account(TWILIO_SID, TWILIO_TOKEN)
            .speed(options.speed()), vapi);
        Map<String, String> environment = new HashMap<>(Map.of("VAPI_API_KEY", VAPI_KEY, "VAPI_BASE_URL", vapi.baseUrl(),
                "VAPI_WEBHOOK_SECRET", WEBHOOK_SECRET, "TWILIO_ACCOUNT_SID", TWILIO_SID, "TWILIO_AUTH_TOKEN", TWILIO_TOKEN,
                "TWILIO_API_BASE_URL", twilio.baseUrl(), "PUBLIC_URL", publicUrl, "LIVELINE_JWT_PUBLIC_KEY", key.publicKey(),
                "LIVELINE_VAPI_MAX_CONCURRENT_CALLS", Integer.toString(Math.max(10, options.calls()))));
        environment.put("REDIS_URL", "");
        terminal.line("Starting Redis, call-router, transcript-service, assistant-admin and caption-hub (their log: "
                + workplace.root().relativize(logFile) + ")");
        stack = Stack.start(new Stack.Options(workplace.root(), ports, environment,
                List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"), this::keep));
        Instant now = Instant.now();
        api = new LivelineApi(stack.gateway(), key.token("demo", "admin", List.of(), now, Duration.ofHours(12)));
        supervisorToken = key.token("Demo", "supervisor", List.of("billing", "claims"), now, Duration.ofHours(12));
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        DemoOptions options;
        try {
            options = DemoOptions.parse(args);
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage() + " " + DemoOptions.USAGE);
            System.exit(2);
            return;
        }
        boolean complete = false;
        try (Demo demo = new Demo(options)) {
            demo.setUp();
            complete = options.once() ? demo.placeOnce() : demo.placeForEver();
        } catch (IOException failure) {
            System.err.println("liveline: " + failure.getMessage());
        }
        System.exit(complete ? 0 : 1);
    }

    /// One number over SIP, one by bypass, one over the media bridge, all with people behind them.
    private void setUp() throws IOException, InterruptedException {
        String assistant = api.makeAssistant("Demo support");
        vapi.providePhoneNumber("pn-demo-sip",
                new JsonObject().put("provider", "vapi").put("sipUri", SIP_URI).put("assistantId", assistant));
        vapi.providePhoneNumber("pn-demo-bypass", new JsonObject().put("provider", "twilio")
            .put("number", BYPASS_NUMBER)
            .put("twilioAccountSid", TWILIO_SID)
            .put("assistantId", assistant));
        JsonObject people = new JsonObject().put("dial", new JsonArray().add("+15550300001"))
            .put("say", "Please call again later.");
        api.putNumber(SIP_NUMBER,
                new JsonObject().put("mode", "sip").put("sipUri", SIP_URI).put("team", "billing").put("fallback", people));
        api.putNumber(BYPASS_NUMBER, new JsonObject().put("mode", "bypass")
            .put("assistantId", assistant)
            .put("phoneNumberId", "pn-demo-bypass")
            .put("team", "claims")
            .put("fallback", people));
        api.putNumber(BRIDGE_NUMBER,
                new JsonObject().put("mode", "bridge")
                    .put("assistantId", assistant)
                    .put("team", "billing")
                    .put("fallback", people));
        connect();
        terminal.line("The console: " + link());
        if (!options.once()) {
            terminal.line("(The link signs in once and within 30 s; press Enter for a new one, Ctrl-C to stop.)");
            Thread.ofVirtual().name("links").start(this::offerLinks);
        }
        terminal.line("");
    }

    private String link() throws IOException, InterruptedException {
        return stack.gateway() + "/console/#ticket=" + api.ticket(supervisorToken);
    }

    private void offerLinks() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            while (in.readLine() != null) {
                terminal.line("The console: " + link());
            }
        } catch (IOException gone) {
            terminal.line("No new link: " + gone.getMessage());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /// One socket for all calls, as the console has it.
    private void connect() {
        WebSocketConnectOptions to = new WebSocketConnectOptions().setHost("localhost")
            .setPort(stack.gateway().getPort())
            .setURI("/captions")
            .addHeader("Authorization", "Bearer " + supervisorToken);
        socket = vertx.createWebSocketClient()
            .connect(to)
            .toCompletionStage()
            .toCompletableFuture()
            .orTimeout(10, TimeUnit.SECONDS)
            .join();
        socket.textMessageHandler(text -> {
            JsonObject message = new JsonObject(text);
            watched.take(message);
            terminal.show(message);
        });
    }

    /// Subscribes to the calls that Vapi has and that are not watched yet.
    private void watchNewCalls() {
        for (LiveCall call : vapi.calls()) {
            if (subscribed.add(call.id())) {
                socket.writeTextMessage(new JsonObject().put("subscribe", call.id()).encode());
            }
        }
    }

    private PhoneCall place(ScenarioGenerator scenarios, long index) {
        String caller = "+1555020" + String.format("%04d", index % 10_000);
        // Audio flows at the speed of life only: faster calls leave the bridge out.
        List<String> numbers = options.speed() == 1
                ? List.of(SIP_NUMBER, BYPASS_NUMBER, BRIDGE_NUMBER)
                : List.of(SIP_NUMBER, BYPASS_NUMBER);
        return twilio.placeCall(scenarios.call(index).between(caller, numbers.get((int) (index % numbers.size()))));
    }

    private boolean placeOnce() throws InterruptedException {
        ScenarioGenerator scenarios = new ScenarioGenerator(options.seed());
        List<PhoneCall> placed = new ArrayList<>();
        for (int i = 0; i < options.calls(); i++) {
            placed.add(place(scenarios, i));
        }
        while (!haveTheAssistantsDone(placed)) {
            watchNewCalls();
            Thread.sleep(50);
        }
        watchNewCalls();
        long deadline = System.nanoTime() + COMPLETE_WITHIN.toNanos();
        while (System.nanoTime() < deadline && !vapi.calls().stream().allMatch(this::isComplete)) {
            Thread.sleep(50);
        }
        return report(placed);
    }

    /// Whether each caller has had an assistant, or was served without one, and no assistant is talking any more. A caller who was put through
    /// to a person may go on.
    private boolean haveTheAssistantsDone(List<PhoneCall> placed) {
        List<LiveCall> calls = vapi.calls();
        return (calls.size() >= placed.size() || placed.stream().allMatch(PhoneCall::isOver))
                && calls.stream().allMatch(call -> call.finished().isDone());
    }

    private boolean report(List<PhoneCall> placed) {
        int complete = 0;
        int finals = 0;
        for (LiveCall call : vapi.calls()) {
            finals += watched.finals(call.id()).size();
            if (isComplete(call)) {
                complete++;
            } else {
                terminal.line("Call " + call.id() + " is not complete: " + watched.finals(call.id()).size() + " of "
                        + call.outcome().finals().size() + " finals" + (watched.hasEnded(call.id()) ? "" : ", no end"));
            }
        }
        terminal.line("");
        terminal.line(complete + " of " + placed.size() + " calls captioned completely, " + finals + " utterances.");
        return complete == placed.size();
    }

    /// Whether every final of the script was seen, and nothing else, and the end.
    private boolean isComplete(LiveCall call) {
        List<String> expected = call.outcome().finals().stream().map(Demo::line).sorted().toList();
        return watched.hasEnded(call.id()) && watched.finals(call.id()).stream().sorted().toList().equals(expected);
    }

    private static String line(Outcome.Line line) {
        return (switch (line.speaker()) {
            case CALLER -> "caller";
            case ASSISTANT -> "assistant";
        }) + ": " + line.text();
    }

    /// Keeps the asked number of calls going until somebody stops the program.
    private boolean placeForEver() throws InterruptedException {
        ScenarioGenerator scenarios = new ScenarioGenerator(options.seed());
        List<PhoneCall> going = new ArrayList<>();
        long index = 0;
        long nextAt = 0;
        while (true) {
            going.removeIf(PhoneCall::isOver);
            if (going.size() < options.calls() && System.nanoTime() >= nextAt) {
                going.add(place(scenarios, index++));
                // Callers do not ring in chorus.
                nextAt = System.nanoTime() + Duration.ofSeconds(4).toNanos();
            }
            watchNewCalls();
            Thread.sleep(100);
        }
    }

    private void keep(String service, String line) {
        try {
            synchronized (log) {
                log.write(service + " | " + line + "\n");
                log.flush();
            }
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    @Override
    public void close() {
        twilio.close();
        vapi.close();
        stack.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
