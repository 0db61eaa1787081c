package dev.liveline.simulator.stack;

import java.io.IOException;
import java.util.List;

/// `./liveline up`: the services for real traffic, in the foreground, until Ctrl-C or SIGTERM.
public final class Up {

    private static final List<String> MANDATORY = List.of("VAPI_API_KEY", "VAPI_WEBHOOK_SECRET", "TWILIO_ACCOUNT_SID",
            "TWILIO_AUTH_TOKEN");

    private Up() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length > 0) {
            System.err.println("Unknown option: " + args[0] + ". liveline up takes none; it is configured by the environment.");
            System.exit(2);
        }
        List<String> missing = MANDATORY.stream().filter(variable -> !Workplace.isSet(variable)).toList();
        if (!missing.isEmpty()) {
            System.err
                .println("liveline up needs: " + String.join(", ", missing) + " (see docs/operations.md, Configuration).");
            System.exit(2);
        }
        Workplace workplace = Workplace.current();
        Ports ports = Ports.fromEnvironmentOrExit();
        Stack stack;
        try {
            stack = Stack.start(new Stack.Options(workplace.root(), ports, workplace.tokenSettings(), Workplace.javaOptions(),
                    (service, line) -> System.out.printf("%-18s | %s%n", service, line)));
        } catch (IOException failure) {
            System.err.println("liveline: " + failure.getMessage());
            System.exit(1);
            return;
        }
        System.out.println("gateway http://localhost:" + ports.gateway() + ", Redis " + stack.redisUrl());
        System.out.println("liveline is up");
        int status = stack.awaitAnyEnd();
        System.err.println("a service ended with status " + status + "; stopping the others");
        System.exit(1);
    }
}
