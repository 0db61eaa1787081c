package dev.liveline.simulator;

import dev.liveline.simulator.scenario.ScenarioGenerator;
import dev.liveline.simulator.twilio.PhoneCall;
import dev.liveline.simulator.twilio.TwilioCloud;
import dev.liveline.simulator.twilio.TwilioOptions;
import dev.liveline.simulator.vapi.VapiCloud;
import dev.liveline.simulator.vapi.VapiOptions;
import dev.liveline.simulator.vapi.WebhookSigning;
import io.vertx.core.json.JsonObject;
import java.io.PrintStream;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Both stand-in clouds as a program beside `./liveline up`: prints the environment that points the services at them, then lets people
/// call at a steady rate until it is stopped or has placed the calls it was told to.
public final class Clouds implements AutoCloseable {

    /// The assistant every simulated number may use.
    public static final String ASSISTANT = "00000000-0000-4000-8000-00000000a551";
    /// The phone number resource for bypass calls.
    public static final String PHONE_NUMBER = "00000000-0000-4000-8000-00000000f000";

    private final CloudsOptions options;
    private final PrintStream out;
    private final VapiCloud vapi;
    private final TwilioCloud twilio;
    private final ScenarioGenerator generator;
    private final ScheduledExecutorService caller = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger placed = new AtomicInteger();
    private final AtomicInteger over = new AtomicInteger();
    private final CountDownLatch done = new CountDownLatch(1);

    Clouds(CloudsOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
        this.generator = new ScenarioGenerator(options.seed());
        vapi = VapiCloud.start(VapiOptions.defaults()
            .port(options.vapiPort())
            .apiKey(options.vapiKey())
            .serverUrl(options.publicUrl() + "/webhook/vapi")
            .signing(WebhookSigning.hmac(options.webhookSecret()))
            .speed(options.speed())
            .seed(options.seed())
            .concurrencyLimit(options.concurrencyLimit()));
        vapi.provideAssistant(ASSISTANT);
        vapi.providePhoneNumber(PHONE_NUMBER, new JsonObject().put("provider", "twilio")
            .put("number",
                    options.numbers().getFirst()));
        try {
            twilio = TwilioCloud.start(TwilioOptions.defaults(options.publicUrl())
                .port(options.twilioPort())
                .account(options.accountSid(), options.authToken())
                .speed(options.speed()), vapi);
        } catch (RuntimeException e) {
            vapi.close();
            throw e;
        }
    }

    /// `java -cp … dev.liveline.simulator.Clouds [options]`
    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length == 1 && arguments[0].equals("--help")) {
            System.out.println(CloudsOptions.USAGE);
            return;
        }
        CloudsOptions options;
        try {
            options = CloudsOptions.of(List.of(arguments), System.getenv());
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println(CloudsOptions.USAGE);
            System.exit(2);
            return;
        }
        Clouds started;
        try {
            started = new Clouds(options, System.out);
        } catch (CompletionException e) {
            System.err.println("The clouds can not start: " + e.getCause().getMessage());
            System.exit(1);
            return;
        }
        try (var clouds = started) {
            Runtime.getRuntime().addShutdownHook(new Thread(clouds.done::countDown));
            clouds.introduce();
            clouds.placeCalls();
            clouds.done.await();
        }
    }

    VapiCloud vapi() {
        return vapi;
    }

    TwilioCloud twilio() {
        return twilio;
    }

    private void introduce() {
        out.println("Simulated Vapi and Twilio. Start the services with:");
        out.println("  export VAPI_BASE_URL=" + vapi.baseUrl() + " TWILIO_API_BASE_URL=" + twilio.baseUrl() + " PUBLIC_URL="
                + options.publicUrl());
        out.println("  export " + shown("VAPI_API_KEY", options.vapiKey()) + " " + shown("VAPI_WEBHOOK_SECRET",
                options.webhookSecret()) + " TWILIO_ACCOUNT_SID=" + options.accountSid() + " "
                + shown("TWILIO_AUTH_TOKEN", options.authToken()));
        out.println("Numbers may be routed to assistant " + ASSISTANT + " and phone number " + PHONE_NUMBER + ".");
        out.println("Callers ring " + String.join(", ", options.numbers()) + ", " + options.callsPerMinute() + " a minute.");
    }

    /// A made-up secret is shown, so that the line can be pasted; a real one stays where it is.
    private static String shown(String variable, String secret) {
        return secret.startsWith("simulated-") ? variable + "=" + secret : variable;
    }

    /// Begins to place calls; [#await()] waits for the last if there is one.
    void placeCalls() {
        if (options.callsPerMinute() > 0) {
            long every = Math.max(1, (long) (60_000 / options.callsPerMinute()));
            caller.scheduleAtFixedRate(this::placeOne, 0, every, TimeUnit.MILLISECONDS);
        }
    }

    void await() throws InterruptedException {
        done.await();
    }

    private void placeOne() {
        int number = placed.getAndIncrement();
        if (options.calls() > 0 && number >= options.calls()) {
            caller.shutdown();
            return;
        }
        var script = generator.call(number);
        var dialled = options.numbers().get(number % options.numbers().size());
        var call = twilio.placeCall(script.between(script.caller(), dialled));
        say("call " + (number + 1) + " rings " + dialled + " about " + script.topic());
        call.finished().thenAccept(ended -> ended(number, ended));
    }

    private void ended(int number, PhoneCall call) {
        var reached = call.reached().stream().map(one -> one.getClass().getSimpleName()).toList();
        say("call " + (number + 1) + " is over: reached " + (reached.isEmpty() ? "nobody" : String.join(", ", reached)));
        if (over.incrementAndGet() == options.calls()) {
            done.countDown();
        }
    }

    private void say(String line) {
        out.println(LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + " " + line);
    }

    @Override
    public void close() {
        caller.shutdownNow();
        done.countDown();
        twilio.close();
        vapi.close();
    }
}
