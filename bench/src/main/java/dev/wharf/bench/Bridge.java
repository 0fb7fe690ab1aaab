package dev.wharf.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;

/** The network that containers and this machine share. */
final class Bridge {

    private Bridge() {}

    /** @return this machine's address on it */
    static String address() throws IOException {
        NetworkInterface bridge = NetworkInterface.getByName("docker0");
        if (bridge == null) {
            throw new IOException("There is no bridge docker0: start an engine with dev/engine start.");
        }
        return bridge.inetAddresses()
                .map(InetAddress::getHostAddress)
                .filter(address -> address.indexOf(':') < 0)
                .findFirst()
                .orElseThrow();
    }
}
