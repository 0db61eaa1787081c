package dev.liveline.simulator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.liveline.simulator.stack.Ports;

/// What [Clouds] was told: `--name value` arguments first, then the variables the services themselves read, then defaults that fit
/// them.
///
/// @param publicUrl where Liveline is reached: the gateway
/// @param numbers the numbers that callers ring, in turn
/// @param callsPerMinute how often somebody rings
/// @param calls how many in all; 0 for no end
record CloudsOptions(int vapiPort, int twilioPort, String publicUrl, String vapiKey, String webhookSecret, String accountSid,
        String authToken, List<String> numbers, double callsPerMinute, int calls, double speed, long seed,
        int concurrencyLimit) {

    static final String USAGE = """
            usage: ./liveline clouds
                          [--public-url http://localhost:8080] [--vapi-port 8090] [--twilio-port 8091]
                          [--numbers +15550200001,…] [--rate calls-per-minute] [--calls N] [--speed factor] [--seed N] [--limit N]
            The public URL is that of `up`, LIVELINE_PORT_OFFSET included, unless PUBLIC_URL is set. Secrets are taken from VAPI_API_KEY, VAPI_WEBHOOK_SECRET, TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.""";

    private static final List<String> KNOWN = List.of("public-url", "vapi-port", "twilio-port", "numbers", "rate", "calls",
            "speed",
            "seed", "limit");

    /// Reads the command line; an argument it does not know or cannot read is an [IllegalArgumentException].
    static CloudsOptions of(List<String> arguments, Map<String, String> environment) {
        var given = new HashMap<String, String>();
        for (int i = 0; i < arguments.size(); i += 2) {
            var name = arguments.get(i).startsWith("--") ? arguments.get(i).substring(2) : "";
            if (!KNOWN.contains(name) || i + 1 >= arguments.size()) {
                throw new IllegalArgumentException("cannot read " + arguments.get(i));
            }
            given.put(name, arguments.get(i + 1));
        }
        return new CloudsOptions(Integer.parseInt(given.getOrDefault("vapi-port", "8090")),
                Integer.parseInt(given.getOrDefault("twilio-port", "8091")),
                given.getOrDefault("public-url", environment.getOrDefault("PUBLIC_URL", gateway(environment))),
                environment.getOrDefault("VAPI_API_KEY", "simulated-vapi-key"),
                environment.getOrDefault("VAPI_WEBHOOK_SECRET", "simulated-webhook-secret").split(",")[0],
                environment.getOrDefault("TWILIO_ACCOUNT_SID", "AC00000000000000000000000000000001"),
                environment.getOrDefault("TWILIO_AUTH_TOKEN", "simulated-twilio-token").split(",")[0],
                List.of(given.getOrDefault("numbers", environment.getOrDefault("TWILIO_PHONE_NUMBER", "+15550200001"))
                    .split(",")),
                Double.parseDouble(given.getOrDefault("rate", "6")), Integer.parseInt(given.getOrDefault("calls", "0")),
                Double.parseDouble(given.getOrDefault("speed", "1")), Long.parseLong(given.getOrDefault("seed", "1")),
                Integer.parseInt(given.getOrDefault("limit", "10")));
    }

    private static String gateway(Map<String, String> environment) {
        return "http://localhost:"
                + new Ports(Integer.parseInt(environment.getOrDefault("LIVELINE_PORT_OFFSET", "0").strip())).gateway();
    }

    @Override
    public String toString() {
        return "CloudsOptions[" + publicUrl + ", vapi " + vapiPort + ", twilio " + twilioPort + "]";
    }
}
