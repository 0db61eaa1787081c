package dev.liveline.edge.testing;

import java.util.HashMap;
import java.util.Map;

import dev.liveline.events.redis.TestRedis;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/// For `@QuarkusTest`s: a real Redis, a key for tokens ([TestTokens]) and the secrets a service does not start without. The Redis's port is
/// also the system property `liveline.test.redis.port`; fields of the test of type [TestRedis] get it, so that an outage can be played.
public class RedisResource implements QuarkusTestResourceLifecycleManager {

    public static final String WEBHOOK_SECRET = "test-webhook-secret";
    public static final String TWILIO_AUTH_TOKEN = "0123456789abcdef0123456789abcdef";
    public static final String TWILIO_ACCOUNT_SID = "AC00000000000000000000000000000001";
    public static final String VAPI_API_KEY = "test-vapi-key";

    private TestRedis redis;

    @Override
    public Map<String, String> start() {
        redis = TestRedis.start();
        System.setProperty("liveline.test.redis.port", Integer.toString(redis.port()));
        Map<String, String> settings = new HashMap<>();
        settings.put("REDIS_URL", redis.uri());
        settings.put("LIVELINE_JWT_PUBLIC_KEY", TestTokens.makeKey());
        settings.put("VAPI_WEBHOOK_SECRET", WEBHOOK_SECRET);
        settings.put("VAPI_API_KEY", VAPI_API_KEY);
        settings.put("TWILIO_ACCOUNT_SID", TWILIO_ACCOUNT_SID);
        settings.put("TWILIO_AUTH_TOKEN", TWILIO_AUTH_TOKEN);
        settings.put("quarkus.http.test-port", "0");
        settings.put("quarkus.management.test-port", "0");
        return settings;
    }

    /// The Redis, once started.
    public TestRedis redis() {
        return redis;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(redis, new TestInjector.MatchesType(TestRedis.class));
    }

    @Override
    public void stop() {
        redis.close();
    }
}
