resource "aws_key_pair" "it" {
  key_name   = var.label
  public_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPqZ8R7Wb9u6hJ2k1l3m4n5o6p7q8r9s0t1u2v3w4x5y example"
}

resource "aws_vpc" "it" {
  cidr_block = "10.30.0.0/16"
  tags       = { Name = var.label }
}

resource "aws_security_group" "it" {
  name        = var.label
  description = "of a client"
  vpc_id      = aws_vpc.it.id

  ingress {
    protocol    = "tcp"
    from_port   = 22
    to_port     = 22
    cidr_blocks = ["203.0.113.0/24"]
  }

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}
