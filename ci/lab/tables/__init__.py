"""Tables made of several recorded runs: ec2-api by version, deviations by origin. Standard library only."""
