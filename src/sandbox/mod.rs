//! A small Discord inside the program: world, REST, gateway and web page.
