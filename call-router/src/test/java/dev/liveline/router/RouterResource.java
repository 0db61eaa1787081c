package dev.liveline.router;

import java.util.HashMap;
import java.util.Map;

import dev.liveline.edge.testing.RedisResource;
import dev.liveline.events.redis.TestRedis;

/// call-router with a real Redis, and clouds to come on ports that are known beforehand ([Clouds] starts them). Waits and intervals are
/// short, so that tests are. The budgets of Redis and Vapi are wide: on a busy machine they would run out, which is answered 503 or with the
/// fallback, and right; [ShortBudgetsProfile] is for tests of just that.
public class RouterResource extends RedisResource {

    private RedisRoad road;

    @Override
    public Map<String, String> start() {
        Map<String, String> settings = new HashMap<>(super.start());
        road = RedisRoad.to(Integer.getInteger("liveline.test.redis.port"));
        settings.put("REDIS_URL", "redis://localhost:" + road.port());
        int http = TestRedis.freePort();
        int vapi = TestRedis.freePort();
        int twilio = TestRedis.freePort();
        System.setProperty("liveline.test.http.port", Integer.toString(http));
        System.setProperty("liveline.test.vapi.port", Integer.toString(vapi));
        System.setProperty("liveline.test.twilio.port", Integer.toString(twilio));
        settings.put("quarkus.http.test-port", Integer.toString(http));
        // Not 0: the metrics of both servers must have the same tags, and port 0 has none.
        int management = TestRedis.freePort();
        System.setProperty("liveline.test.management.port", Integer.toString(management));
        settings.put("quarkus.management.test-port", Integer.toString(management));
        settings.put("PUBLIC_URL", "http://localhost:" + http);
        settings.put("VAPI_BASE_URL", "http://127.0.0.1:" + vapi);
        settings.put("TWILIO_API_BASE_URL", "http://127.0.0.1:" + twilio);
        settings.put("TWILIO_PHONE_NUMBER", "+15550009999");
        settings.put("liveline.vapi.answer-budget", "10s");
        settings.put("liveline.vapi.timeout", "3s");
        settings.put("liveline.vapi.max-concurrent-calls", "1000");
        settings.put("liveline.twilio.timeout", "4s");
        settings.put("liveline.routing.redis-budget", "10s");
        settings.put("liveline.routing.redis-pause", "300ms");
        settings.put("liveline.routing.table-refresh", "200ms");
        settings.put("liveline.routing.repetition-budget", "2s");
        settings.put("liveline.commands.deadline", "5s");
        settings.put("liveline.commands.sweep-every", "1s");
        settings.put("liveline.rooms.alone", "1s");
        // The stand-in's people talk fifty times faster than life.
        settings.put("liveline.rooms.served-after", "0s");
        settings.put("liveline.rooms.sweep-every", "1s");
        return settings;
    }

    @Override
    public void stop() {
        road.close();
        super.stop();
    }
}
