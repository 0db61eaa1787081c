package dev.liveline.hub.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/// What one stretch of time showed.
///
/// @param p50 of the events' ages when they were read, milliseconds
/// @param p99 likewise
/// @param cpu the hub's CPU time a delivery, microseconds
record Sample(double p50, double p99, double cpu) {

    /// @param ages sorted, in whole milliseconds
    static Sample of(int[] ages, double cpu) {
        return new Sample(quantile(ages, 0.50), quantile(ages, 0.99), cpu);
    }

    static double median(List<Sample> samples, ToDoubleFunction<Sample> figure) {
        double[] sorted = samples.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// Ages are cut to whole milliseconds; within one they are taken to lie evenly, so that a step of the clock is no step of the result.
    private static double quantile(int[] ages, double share) {
        int rank = (int) (share * (ages.length - 1));
        int value = ages[rank];
        int first = rank;
        while (first > 0 && ages[first - 1] == value) {
            first--;
        }
        int last = rank;
        while (last + 1 < ages.length && ages[last + 1] == value) {
            last++;
        }
        return value + (rank - first + 0.5) / (last - first + 1);
    }
}
