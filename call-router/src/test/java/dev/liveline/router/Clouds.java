package dev.liveline.router;

import java.util.Map;

import dev.liveline.edge.testing.RedisResource;
import dev.liveline.simulator.twilio.TwilioCloud;
import dev.liveline.simulator.twilio.TwilioOptions;
import dev.liveline.simulator.vapi.VapiCloud;
import dev.liveline.simulator.vapi.VapiOptions;
import dev.liveline.simulator.vapi.WebhookSigning;

/// The stand-in Vapi and Twilio that the router under test was told of; started once for each start of it.
public final class Clouds {

    public static final String ASSISTANT = "assistant-1";
    public static final String PHONE_NUMBER_ID = "phone-1";

    public final VapiCloud vapi;
    public final TwilioCloud twilio;

    private static Clouds clouds;

    private Clouds() {
        vapi = VapiCloud.start(VapiOptions.defaults()
            .port(Integer.getInteger("liveline.test.vapi.port"))
            .apiKey(RedisResource.VAPI_API_KEY)
            .serverUrl(publicUrl() + "/webhook/vapi/routing")
            .signing(WebhookSigning.hmac(RedisResource.WEBHOOK_SECRET))
            .concurrencyLimit(1000)
            // Slow enough for a conversation to be still going on when a test acts on it.
            .speed(5));
        vapi.provideAssistant(ASSISTANT);
        vapi.providePhoneNumber(PHONE_NUMBER_ID, new io.vertx.core.json.JsonObject(Map.of("number", "+15550200000")));
        twilio = TwilioCloud.start(TwilioOptions.defaults(publicUrl())
            .port(Integer.getInteger("liveline.test.twilio.port"))
            .account(RedisResource.TWILIO_ACCOUNT_SID, RedisResource.TWILIO_AUTH_TOKEN)
            .speed(50), vapi);
    }

    /// All repaired.
    public static synchronized Clouds get() {
        if (clouds == null) {
            clouds = new Clouds();
        }
        clouds.vapi.repairApi();
        clouds.twilio.repairApi();
        return clouds;
    }

    public static String publicUrl() {
        return "http://localhost:" + Integer.getInteger("liveline.test.http.port");
    }
}
