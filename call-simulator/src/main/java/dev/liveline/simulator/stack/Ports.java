package dev.liveline.simulator.stack;

/// Local ports, all shifted by `LIVELINE_PORT_OFFSET`.
///
/// @param offset 0 to 50,000
public record Ports(int offset) {

    public Ports {
        if (offset < 0 || offset > 50_000) {
            throw new IllegalArgumentException("LIVELINE_PORT_OFFSET must be 0 to 50000");
        }
    }

    /// Shifted by `LIVELINE_PORT_OFFSET`, if it is set; ends the program with a line and status 2 if it is no number or out of range.
    public static Ports fromEnvironmentOrExit() {
        try {
            return fromEnvironment();
        } catch (IllegalArgumentException wrong) {
            System.err.println("liveline: " + wrong.getMessage());
            System.exit(2);
            throw wrong;
        }
    }

    private static Ports fromEnvironment() {
        String offset = System.getenv("LIVELINE_PORT_OFFSET");
        try {
            return new Ports(offset == null || offset.isBlank() ? 0 : Integer.parseInt(offset.strip()));
        } catch (NumberFormatException none) {
            throw new IllegalArgumentException("LIVELINE_PORT_OFFSET must be a number", none);
        }
    }

    public int gateway() {
        return 8080 + offset;
    }

    public int of(Service service) {
        return service.port() + offset;
    }

    /// Health and metrics.
    public int management(Service service) {
        return service.port() + 1000 + offset;
    }

    /// The simulator's Vapi.
    public int vapi() {
        return 8091 + offset;
    }

    /// The simulator's Twilio.
    public int twilio() {
        return 8092 + offset;
    }
}
