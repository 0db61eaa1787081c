package dev.liveline.router;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.liveline.edge.testing.RedisResource;
import dev.liveline.edge.testing.TestTokens;
import dev.liveline.events.redis.TestRedis;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;

/// call-router started before its Redis: the port it was told has nobody behind it until the test starts one there.
public class LateRedisProfile implements QuarkusTestProfile {

    public static class NoRedisYet implements QuarkusTestResourceLifecycleManager {

        @Override
        public Map<String, String> start() {
            int redis = TestRedis.freePort();
            int http = TestRedis.freePort();
            int management = TestRedis.freePort();
            System.setProperty("liveline.test.redis.port", Integer.toString(redis));
            System.setProperty("liveline.test.http.port", Integer.toString(http));
            System.setProperty("liveline.test.management.port", Integer.toString(management));
            Map<String, String> settings = new HashMap<>();
            settings.put("REDIS_URL", "redis://localhost:" + redis);
            settings.put("LIVELINE_JWT_PUBLIC_KEY", TestTokens.makeKey());
            settings.put("VAPI_WEBHOOK_SECRET", RedisResource.WEBHOOK_SECRET);
            settings.put("VAPI_API_KEY", RedisResource.VAPI_API_KEY);
            settings.put("VAPI_BASE_URL", "http://127.0.0.1:" + TestRedis.freePort());
            settings.put("TWILIO_ACCOUNT_SID", RedisResource.TWILIO_ACCOUNT_SID);
            settings.put("TWILIO_AUTH_TOKEN", RedisResource.TWILIO_AUTH_TOKEN);
            settings.put("PUBLIC_URL", "http://localhost:" + http);
            settings.put("quarkus.http.test-port", Integer.toString(http));
            settings.put("quarkus.management.test-port", Integer.toString(management));
            settings.put("liveline.routing.table-refresh", "200ms");
            return settings;
        }

        @Override
        public void stop() {
            // Whoever started the Redis stops it.
        }
    }

    @Override
    public boolean disableGlobalTestResources() {
        return true;
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(NoRedisYet.class));
    }
}
