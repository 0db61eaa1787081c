package dev.liveline.admin.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

import dev.liveline.edge.testing.RedisResource;
import dev.liveline.simulator.vapi.VapiCloud;
import dev.liveline.simulator.vapi.VapiOptions;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/// Chooses where the service under test looks for Vapi; a test then puts a cloud of its liking there.
public class VapiPort implements QuarkusTestResourceLifecycleManager {

    private static final String PORT = "liveline.test.vapi.port";

    private static final String LINE_PORT = "liveline.test.line.port";

    /// The origin of the installation under test, as Vapi would see it: a test may put something there.
    public static String publicUrl() {
        return "http://127.0.0.1:" + linePort();
    }

    public static int linePort() {
        return Integer.getInteger(LINE_PORT);
    }

    public static int port() {
        return Integer.getInteger(PORT);
    }

    /// A stand-in cloud there.
    public static VapiCloud cloud() {
        return cloud(VapiOptions.defaults());
    }

    public static VapiCloud cloud(VapiOptions options) {
        return VapiCloud.start(options.port(port()).apiKey(RedisResource.VAPI_API_KEY));
    }

    @Override
    public Map<String, String> start() {
        System.setProperty(PORT, Integer.toString(freePort()));
        System.setProperty(LINE_PORT, Integer.toString(freePort()));
        return Map.of("VAPI_BASE_URL", "http://127.0.0.1:" + port(), "PUBLIC_URL", publicUrl(),
                // Long enough for a machine that is busy, short enough for a test of its end.
                "liveline.vapi.patience", "6s",
                // Twilio's API is played at the public origin, too.
                "TWILIO_API_BASE_URL", publicUrl());
    }

    @Override
    public void stop() {
        System.clearProperty(PORT);
        System.clearProperty(LINE_PORT);
    }

    /// Below the range from which systems take ports for outgoing connections: tests free and take it again and again.
    private static int freePort() {
        for (int tried = 0; tried < 200; tried++) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return port;
            } catch (IOException taken) {
                continue;
            }
        }
        throw new IllegalStateException("no free port between 20000 and 32000");
    }
}
