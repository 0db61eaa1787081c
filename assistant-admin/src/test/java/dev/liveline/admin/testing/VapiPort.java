package dev.liveline.admin.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;

import dev.liveline.edge.testing.RedisResource;
import dev.liveline.simulator.vapi.VapiCloud;
import dev.liveline.simulator.vapi.VapiOptions;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/// Chooses where the service under test looks for Vapi; a test then puts a cloud of its liking there.
public class VapiPort implements QuarkusTestResourceLifecycleManager {

    private static final String PORT = "liveline.test.vapi.port";

    /// The origin of the service under test, as Vapi would see it.
    public static final String PUBLIC_URL = "https://line.example.test";

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
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            System.setProperty(PORT, Integer.toString(free.getLocalPort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of("VAPI_BASE_URL", "http://127.0.0.1:" + port(), "PUBLIC_URL", PUBLIC_URL);
    }

    @Override
    public void stop() {
        System.clearProperty(PORT);
    }
}
