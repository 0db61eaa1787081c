package dev.liveline.simulator.demo;

/// What was asked for on the command line.
///
/// @param calls how many calls at once; with `once`, how many in all
/// @param once  every call once, then stop; exit status 0 only if each call's captions arrived complete
/// @param seed  of the conversations
/// @param speed how much faster than life the calls run
record DemoOptions(int calls, boolean once, long seed, double speed) {

    static final String USAGE = "usage: ./liveline demo [--calls N] [--once] [--seed N] [--speed N]";

    /// @throws IllegalArgumentException with what is wrong, in words for the person at the terminal
    static DemoOptions parse(String[] args) {
        int calls = 3;
        boolean once = false;
        long seed = 1;
        double speed = 0;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--once" -> once = true;
                case "--calls" -> calls = (int) number(args, ++i, 1, 100);
                case "--seed" -> seed = (long) number(args, ++i, 0, Long.MAX_VALUE);
                case "--speed" -> speed = number(args, ++i, 0.1, 100);
                default -> throw new IllegalArgumentException("Unknown option " + args[i] + ".");
            }
        }
        return new DemoOptions(calls, once, seed, speed > 0 ? speed : once ? 6 : 1);
    }

    private static double number(String[] args, int index, double least, double most) {
        try {
            double number = Double.parseDouble(args[index]);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException none) {
            // Said below, together with what is out of range.
        }
        throw new IllegalArgumentException("Option " + args[index - 1] + " wants a number.");
    }
}
