resource "aws_vpc" "it" {
  cidr_block = "10.30.0.0/16"
  tags       = { Name = var.label }
}

resource "aws_subnet" "it" {
  vpc_id            = aws_vpc.it.id
  cidr_block        = "10.30.1.0/24"
  availability_zone = var.zone
}

resource "aws_instance" "it" {
  ami           = var.image
  instance_type = var.type
  subnet_id     = aws_subnet.it.id
  tags          = { Name = var.label }
}
