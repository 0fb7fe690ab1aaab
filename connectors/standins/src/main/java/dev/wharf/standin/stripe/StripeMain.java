package dev.wharf.standin.stripe;

import dev.wharf.standin.Arguments;
import dev.wharf.standin.StandinOptions;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Stripe's stand-in as a program: starts, prints where it listens, serves until it is ended. {@code rehearse} does most of what it can do once, for
 * the cache of classes in its image.
 */
public final class StripeMain {
    private StripeMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        try {
            List<String> given = List.of(arguments);
            boolean isRehearsal = given.equals(List.of("rehearse"));
            StripeStandin stripe = start(isRehearsal ? List.of() : given, System.out);
            if (isRehearsal) {
                stripe.collections().forEach(stripe::dump);
                stripe.close();
            } else {
                new CountDownLatch(1).await();
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            System.err.println("standin-stripe: " + e.getMessage());
            System.exit(2);
        }
    }

    /**
     * Starts what a command line asks for, and says where it listens.
     *
     * @throws IllegalArgumentException for options that are not understood
     * @throws IllegalStateException if it cannot listen
     */
    static StripeStandin start(List<String> arguments, PrintStream out) {
        Arguments options = new Arguments(arguments);
        StripeOptions data = StripeOptions.small()
                .withSeed(options.number("seed", 1))
                .withCustomers(options.number("customers", 100))
                .withMonths(options.number("months", 12))
                .withVersion(options.text("api-version").orElse(StripeOptions.NEWEST));
        StripeOptions dated =
                options.text("at").map(Instant::parse).map(data::standingAt).orElse(data);
        String key = options.text("key").orElse(StripeStandin.KEY);
        StripeStandin stripe = startChecked(options, dated);
        stripe.keys().put(Key.secret(key));
        out.println("Stripe's stand-in listens on " + stripe.url() + " and " + stripe.secureUrl() + ", key " + key
                + "; steer it by " + stripe.url() + "/_control");
        out.flush();
        return stripe;
    }

    private static StripeStandin startChecked(Arguments options, StripeOptions data) {
        StandinOptions where = options.options();
        options.end();
        return StripeStandin.start(data, where);
    }
}
