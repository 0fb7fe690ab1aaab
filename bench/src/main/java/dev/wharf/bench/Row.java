package dev.wharf.bench;

import java.io.IOException;

/** One line of the table: ours and a floor, in turn, in the same run on the same machine. */
interface Row {

    /** What it is called on the command line. */
    String name();

    /** What is measured, in a few words. */
    String what();

    /** What it is measured against. */
    String against();

    Aim aim();

    /** How many records each side carries; 0 where none are. */
    long records();

    /** Makes what both sides need; not timed. */
    void prepare() throws IOException, InterruptedException;

    /** @return seconds of ours */
    double ours() throws IOException, InterruptedException;

    /** @return seconds of the other */
    double theirs() throws IOException, InterruptedException;

    /** What the ratio should be. */
    sealed interface Aim {

        double bound();

        /** Of two seconds, the figure that is held against the bound. */
        double ratio(double ours, double theirs);

        boolean reached(double ratio);

        /** Speed, as a part of the other's. */
        record SpeedAtLeast(double bound) implements Aim {
            @Override
            public double ratio(double ours, double theirs) {
                return theirs / ours;
            }

            @Override
            public boolean reached(double ratio) {
                return ratio >= bound;
            }

            @Override
            public String toString() {
                return "speed >= " + bound;
            }
        }

        /** Time, as a multiple of the other's. */
        record TimeAtMost(double bound) implements Aim {
            @Override
            public double ratio(double ours, double theirs) {
                return ours / theirs;
            }

            @Override
            public boolean reached(double ratio) {
                return ratio <= bound;
            }

            @Override
            public String toString() {
                return "time <= " + bound;
            }
        }
    }
}
